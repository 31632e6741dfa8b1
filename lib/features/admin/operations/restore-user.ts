import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { generateUsername } from "@/lib/features/auth/generate-username";
import { emailField, usernameField } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { isEmailTaken } from "../create-person";
import { ADDRESS_ERASED, EMAIL_TAKEN, NOT_DELETED, OUT_OF_REACH, USERNAME_TAKEN } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { mayVouch } from "../may-vouch";
import { findPerson } from "../repo";
import { findFormerAddress, giveDefaultRole, reopenAccount } from "../restore-person";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";
import { toDetail, wholeDetail } from "../user-wire";

const input = z.strictObject({
  email: emailField.nullish().meta({ description: "Default: the address that the account had" }),
  username: usernameField.nullish().meta({ description: "Default: one made from the address" }),
  is_verified: z.boolean().default(false).meta({ description: "Whether the address counts as proved" }),
});

export const restoreUser = defineOperation({
  name: "user.restore",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/restore" },
  summary: "Open a deleted account again: its address and its place, with the usual role and without a password",
  access: can("users.delete"),
  limit: limits.adminWrite,
  params: userIdParams,
  input,
  output: z.object({ ...messageOutput, user: wholeDetail }),
  errors: { ADDRESS_ERASED, EMAIL_TAKEN, NOT_DELETED, OUT_OF_REACH, USERNAME_TAKEN },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.delete"), params.id),
  audit: {
    actions: ["user.restored"],
    describe: ({ output: { user }, resource, viewer }) => ({
      targetUserId: user.id,
      resource: { type: "user", id: user.id },
      identifier: user.email,
      organizationId: trailOf(viewer, resource),
    }),
  },

  async run({ viewer, resource, input: { email: given, username, is_verified: isVerified }, tx, fail }) {
    const { id } = resource;
    if (!resource.isDeleted) return fail(NOT_DELETED);
    await assertWithinReach(tx, viewer, "users.delete", { ...resource, isDeleted: false });
    const email = given ?? (await findFormerAddress(tx, id)) ?? fail(ADDRESS_ERASED);
    const isOpen = await reopenAccount(tx, { id, email, username: username ?? generateUsername(email), isVerified: isVerified && mayVouch(viewer, "users.delete") });
    if (!isOpen) return (await isEmailTaken(tx, email)) ? fail(EMAIL_TAKEN) : fail(USERNAME_TAKEN);
    await giveDefaultRole(tx, id, viewer.userId);
    const person = (await findPerson(scopeOf(viewer, "users.delete"), id, tx)) ?? fail(NOT_FOUND);
    return { ...sayOf(id, "The account is open again. It has no password yet."), user: toDetail(person) };
  },
});
