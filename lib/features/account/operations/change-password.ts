import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { now } from "@/lib/clock";
import { prisma } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { invalidFields, NOT_FOUND } from "@/lib/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { endSessions } from "@/lib/session/end-sessions";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { INVALID_PASSWORD, PASSWORD_CHANGED_MEANWHILE } from "../errors";
import { isOwnPassword } from "../is-own-password";
import { findOwnCredential, replacePassword } from "../repo";
import { changePasswordInput } from "../schema";

/** Its current password, in the same request, is the recent proof that other operations ask for by `stepUp`. */
export const changePassword = defineOperation({
  name: "account.change-password",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/password/update" },
  summary: "Change one's own password and end all other sessions",
  access: signedIn(),
  limit: limits.ownWrite,
  input: changePasswordInput,
  output: z.object({ message: z.string(), sessions_revoked: z.number().int() }),
  errors: { INVALID_PASSWORD, PASSWORD_CHANGED_MEANWHILE, HOOK_REFUSED },
  audit: {
    actions: ["user.password_change"],
    describe: ({ output, viewer }) => ({
      targetUserId: viewer?.userId,
      metadata: { sessions_revoked: output.sessions_revoked },
    }),
  },
  whileDue: "anything",

  async prepare({ ctx, input, viewer, seal, fail }) {
    const credential = (await findOwnCredential(prisma, viewer.userId)) ?? fail(NOT_FOUND);
    const problems = await passwordProblems(input.new_password, credential);
    if (problems.length > 0) throw invalidFields({ new_password: problems });
    const oldHash = credential.passwordHash;
    if (!(await isOwnPassword(ctx, viewer.userId, input.current_password, oldHash)) || oldHash === null) {
      await recordEvent(seal({ action: "user.password_change", success: false, errorCode: INVALID_PASSWORD.code, targetUserId: viewer.userId }));
      return fail(INVALID_PASSWORD, { details: { fields: { current_password: [INVALID_PASSWORD.message] } } });
    }
    if (input.new_password === input.current_password)
      throw invalidFields({ new_password: ["Choose a password other than the one you have."] });
    await runBefore("beforePasswordChange", { userId: viewer.userId, newPassword: input.new_password }, ctx);
    return { oldHash, newHash: await hashPassword(input.new_password) };
  },

  /** The pair that asked for the change stays valid (row 2.3-10 of docs/conformance.md). */
  async run({ ctx, viewer, prepared, tx, fail }) {
    const won = await replacePassword(tx, viewer.userId, prepared.oldHash, prepared.newHash);
    if (!won) return fail(PASSWORD_CHANGED_MEANWHILE);
    const ended = await endSessions(tx, { userId: viewer.userId, exceptSessionId: viewer.sessionId, reason: "password_change" });
    await enqueue(tx, queueMail("password-changed", viewer.email, { at: now(), device: deviceOf(ctx.userAgent).name }));
    return { message: "Your password was changed. All other sessions were ended.", sessions_revoked: ended };
  },

  after: ({ ctx, viewer }) => runAfter("afterPasswordChange", { userId: viewer.userId }, ctx),
});
