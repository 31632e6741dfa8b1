import { signedIn } from "@/lib/access/policy";
import { queueMail } from "@/lib/email/queue-mail";
import { env } from "@/lib/env";
import { CONFLICT, FORBIDDEN, invalidFields } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { endSessions } from "@/lib/session/end-sessions";
import { holdSession } from "@/lib/session/hold-session";
import type { Viewer } from "@/lib/session/viewer";
import { LAST_ADMIN, LAST_OWNER } from "../errors";
import { leave } from "../leave";
import { deleteAccountInput, deletionOutput } from "../schema";

const names = ({ username, email }: Viewer): string[] => [username.toLowerCase(), email.toLowerCase()];

/** Ends every session at once, and the account after ACCOUNT_DELETION_GRACE_DAYS, unless its owner signs in and takes it back. */
export const deleteAccount = defineOperation({
  name: "account.delete",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/account/delete" },
  summary: "Delete one's own account: it can be taken back until the day that the answer names",
  access: signedIn(),
  stepUp: true,
  holdsSession: true,
  limit: limits.ownWrite,
  input: deleteAccountInput,
  output: deletionOutput,
  errors: { LAST_ADMIN, LAST_OWNER, CONFLICT, FORBIDDEN },
  audit: {
    actions: ["user.deletion_requested"],
    describe: ({ output, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "user", id: viewer?.userId ?? null },
      metadata: { deletion_due_at: output.deletion_due_at, sessions_revoked: output.sessions_revoked },
    }),
  },

  async run({ ctx, viewer, input: { confirm }, tx, fail }) {
    if (viewer.impersonatorId !== null) return fail(FORBIDDEN);
    if (!names(viewer).includes(confirm.toLowerCase())) throw invalidFields({ confirm: [`Type ${viewer.username} to confirm.`] });
    const dueAt = await leave(tx, viewer.userId, env.accountDeletionGraceDays);
    if (!dueAt) return fail(CONFLICT);
    // Behind the locks of the platform and of organizations, which everybody takes before an account's.
    await holdSession(tx, viewer);
    const revoked = await endSessions(tx, { userId: viewer.userId, reason: "account_deletion" });
    // Without a grace there is one mail, when it is done.
    if (env.accountDeletionGraceDays > 0) await enqueue(tx, queueMail("account-deletion", viewer.email, { dueAt, device: deviceOf(ctx.userAgent).name }));
    ctx.effects.session = "ended";
    return { ...say("Your account will be deleted. You are signed out everywhere."), deletion_due_at: dueAt.toISOString(), sessions_revoked: revoked };
  },
});
