import { z } from "zod";
import { canAny } from "@/lib/access/policy";
import { giveFields } from "@/lib/features/rbac/assignment-schema";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { admit, defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { parseInput } from "@/lib/validation";
import { type RowOperation, runForEach, rowResult } from "../run-for-each";
import { banFields, banUser } from "./ban-user";
import { deleteUser } from "./delete-user";
import { endUserSessions } from "./end-user-sessions";
import { restoreUser } from "./restore-user";
import { unbanUser } from "./unban-user";

const PEOPLE_MAX = 500;

/** What is done to each of them: the very operations that do it to one. Erasing for good is left to those who look at one. */
const actions = {
  ban: banUser,
  unban: unbanUser,
  delete: deleteUser,
  restore: restoreUser,
  assign_role: giveRoleToUser,
  revoke_sessions: endUserSessions,
} as const satisfies Record<string, RowOperation>;

const names = Object.keys(actions) as (keyof typeof actions)[];

const input = z.strictObject({
  action: z.enum(names),
  ids: z.array(z.uuid()).min(1).max(PEOPLE_MAX).meta({ description: "Whom, in this order; one who is named twice is asked once" }),
  ...giveFields,
  ...banFields,
});

/**
 * Many at once, one by one: each person's change is a transaction of its own, which commits with its audit row, and is
 * refused by the same rules as when done alone. So a refusal in the middle takes nothing back, and the answer says who is who.
 */
export const changeManyUsers = defineOperation({
  name: "user.bulk",
  kind: "statement",
  http: { method: "POST", path: "/api/admin/users/bulk" },
  summary: "Ban, unban, delete or restore many people, give them a role or end their sessions; the answer says of each what came of it",
  access: canAny("users.ban", "users.delete", "users.assign_role", "sessions.revoke"),
  limit: limits.adminWrite,
  input,
  output: z.object({
    message: z.string(),
    action: z.enum(names),
    succeeded: z.number().int(),
    failed: z.number().int(),
    results: z.array(rowResult),
  }),
  audit: writesAudit("user.banned", "user.unbanned", "user.soft_deleted", "user.restored", "rbac.role_assigned", "session.admin_revoke_all"),

  /** The permission and the fields are those of the action: refused once for all, not person by person. */
  async prepare({ ctx, input: { action, ids: _ids, ...fields } }) {
    const operation: RowOperation = actions[action];
    await admit(operation, ctx);
    parseInput(operation.input ?? z.strictObject({}), fields, "body");
    return { operation, fields };
  },

  async run({ ctx, input: { action, ids }, prepared: { operation, fields } }) {
    const results = await runForEach(operation, ctx, [...new Set(ids)], fields);
    const succeeded = results.filter(({ success }) => success).length;
    const failed = results.length - succeeded;
    const message = failed === 0 ? `Done for ${people(succeeded)}.` : `Done for ${people(succeeded)}, refused for ${people(failed)}.`;
    return { message, action, succeeded, failed, results };
  },
});

const people = (count: number) => (count === 1 ? "one person" : `${count} people`);
