import { z } from "zod";
import { isLastAdministrator } from "@/lib/access/last-administrator";
import { can, scopeOf } from "@/lib/access/policy";
import { NOT_FOUND, REAUTH_REQUIRED } from "@/lib/errors";
import { editCustomFields } from "@/lib/features/account/custom-fields";
import { emailField, nameField, usernameField } from "@/lib/features/auth/schema";
import { sendVerification } from "@/lib/features/verification/verification-mail";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { inputShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { applyEdit, differenceOf, type Edit, type EditedField, lockEditable } from "../edit-person";
import { CANNOT_CHANGE_SELF, EMAIL_TAKEN, LAST_ADMIN, OUT_OF_REACH, USERNAME_TAKEN } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { mayVouch } from "../may-vouch";
import { findPerson } from "../repo";
import { messageOutput, phoneField, sayOf, userIdParams } from "../schema";
import { findTarget, type Target } from "../target";
import { toDetail, wholeDetail } from "../user-wire";

/** Empty means none, as forms have it. */
const textOrNone = (text: z.ZodType<string, string>) => z.union([z.literal("").transform(() => null), text]).nullable().optional();

const input = z.strictObject({
  email: emailField.optional().meta({ description: "A new one is not verified, unless is_verified says so; then a mail has its owner confirm it" }),
  username: usernameField.optional(),
  first_name: textOrNone(nameField),
  last_name: textOrNone(nameField),
  phone_number: textOrNone(phoneField),
  is_active: z.boolean().optional().meta({ description: "false: shut, which ends every session" }),
  is_verified: z.boolean().optional(),
  ...inputShape(userFields, "admin"),
});

/** Whoever could change these of their own account with a session alone could take it over, or lock themselves out. */
const NOT_ONES_OWN: EditedField[] = ["email", "is_active", "is_verified"];

interface Edited extends Target {
  changes: Record<string, { from: unknown; to: unknown }>;
}

/** Addresses stay out of the trail's own columns, which nobody can erase: the old one is the row's identifier. */
function changesOf(before: Record<string, unknown>, edit: Edit): Edited["changes"] {
  return Object.fromEntries(Object.entries(edit).filter(([field]) => field !== "email").map(([field, to]) => [field, { from: before[field], to }]));
}

export const updateUser = defineOperation({
  name: "user.update",
  kind: "mutation",
  http: { method: "PATCH", path: "/api/admin/users/{id}" },
  summary: "Change somebody's names, address, username, phone or standing",
  access: can("users.edit"),
  limit: limits.adminWrite,
  params: userIdParams,
  input,
  output: z.object({ ...messageOutput, user: wholeDetail, changed: z.array(z.string()), sessions_revoked: z.number().int() }),
  errors: { CANNOT_CHANGE_SELF, EMAIL_TAKEN, LAST_ADMIN, OUT_OF_REACH, USERNAME_TAKEN, HOOK_REFUSED, REAUTH_REQUIRED },
  /** `changes` are filled in by `run`, which reads under its lock what the audit row tells. */
  scope: async ({ viewer, params }): Promise<Edited | null> => {
    const target = await findTarget(scopeOf(viewer, "users.edit"), params.id);
    return target && { ...target, changes: {} };
  },
  audit: {
    actions: ["user.admin_updated"],
    describe: ({ output: { changed, sessions_revoked }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      identifier: changed.includes("email") ? resource.email : null,
      organizationId: trailOf(viewer, resource),
      changes: resource.changes,
      metadata: { fields: changed, ...(sessions_revoked > 0 ? { sessions_revoked } : {}) },
    }),
  },

  /** Whoever has the address of an account can have the account. */
  async prepare({ ctx, viewer, resource, input: changes }) {
    if (changes.email !== undefined && changes.email !== resource.email.toLowerCase()) await assertRecentSignIn(viewer);
    await runBefore("beforeUserUpdate", { userId: resource.id, actorId: viewer.userId, changes }, ctx);
  },

  async run({ viewer, resource, input: sent, tx, fail }) {
    const { id } = resource;
    const { custom, rest: wanted } = splitValues(userFields, sent);
    await assertWithinReach(tx, viewer, "users.edit", resource);
    const isShutting = wanted.is_active === false;
    if (isShutting && (await isLastAdministrator(tx, id))) return fail(LAST_ADMIN);
    const before = (await lockEditable(tx, id)) ?? fail(NOT_FOUND);
    const { is_verified: word, ...unsaid } = wanted;
    const edit = differenceOf(before, word === true && !mayVouch(viewer, "users.edit") ? unsaid : wanted);
    const edited = Object.keys(edit) as EditedField[];
    if (id === viewer.userId && edited.some((field) => NOT_ONES_OWN.includes(field))) return fail(CANNOT_CHANGE_SELF);
    if (edited.length > 0) await applyEdit(tx, id, edit);
    const isUnproved = !(edit.is_verified ?? before.is_verified);
    if (isUnproved && (edit.email !== undefined || edit.is_verified === false)) await sendVerification(tx, { id, email: edit.email ?? before.email, username: edit.username ?? before.username });
    const customChanges = await editCustomFields(tx, id, custom);
    const changed = [...edited, ...Object.keys(customChanges)];
    resource.changes = { ...changesOf({ ...before }, edit), ...customChanges };
    const revoked = edit.is_active === false ? await endSessions(tx, { userId: id, reason: "user_deactivated" }) : 0;
    const person = (await findPerson(scopeOf(viewer, "users.edit"), id, tx)) ?? fail(NOT_FOUND);
    return { ...sayOf(id, changed.length > 0 ? "The account was saved." : "Nothing was different."), user: toDetail(person), changed, sessions_revoked: revoked };
  },

  after: ({ ctx, viewer, output: { changed, user } }) => {
    if (changed.length > 0) runAfter("afterUserUpdate", { user, actorId: viewer.userId }, ctx);
  },
});
