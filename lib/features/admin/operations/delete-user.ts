import { z } from "zod";
import { isLastAdministrator } from "@/lib/access/last-administrator";
import { lockAccount } from "@/lib/access/lock-account";
import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { CANNOT_DELETE_SELF, LAST_ADMIN, OUT_OF_REACH } from "../errors";
import { erasePerson, hidePerson } from "../delete-person";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

const output = z.object({ ...messageOutput, hard_delete: z.boolean(), sessions_revoked: z.number().int() });

export const deleteUser = defineOperation({
  name: "user.delete",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/admin/users/{id}" },
  summary: "Delete an account: anonymised, or with ?hard=true erased",
  access: can("users.delete"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userIdParams,
  query: z.object({ hard: z.enum(["true", "false"]).default("false").transform((value) => value === "true") }),
  output,
  errors: { CANNOT_DELETE_SELF, LAST_ADMIN, OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.delete"), params.id),
  audit: {
    actions: ["user.soft_deleted", "user.hard_deleted"],
    describe: ({ output: done, resource, viewer }) => ({
      action: done.hard_delete ? "user.hard_deleted" : "user.soft_deleted",
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      identifier: resource.email,
      organizationId: trailOf(viewer, resource),
      metadata: { hard_delete: done.hard_delete, sessions_revoked: done.sessions_revoked },
    }),
  },

  async run({ viewer, resource, query: { hard }, tx, fail }) {
    const { id } = resource;
    if (id === viewer.userId) return fail(CANNOT_DELETE_SELF);
    if (resource.isDeleted && !hard) throw new AppError(NOT_FOUND);
    // What was anonymised before may still be erased.
    await assertWithinReach(tx, viewer, "users.delete", { ...resource, isDeleted: false });
    if (await isLastAdministrator(tx, id)) return fail(LAST_ADMIN);
    // Before their sessions, as every other change takes its locks: two in the opposite order would wait for each other.
    await lockAccount(tx, id);
    const revoked = await endSessions(tx, { userId: id, reason: "user_deleted" });
    await (hard ? erasePerson(tx, id) : hidePerson(tx, id));
    return { ...sayOf(id, hard ? "The account was erased." : "The account was deleted."), hard_delete: hard, sessions_revoked: revoked };
  },
});
