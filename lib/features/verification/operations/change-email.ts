import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { queueMail } from "@/lib/email/queue-mail";
import { AppError, invalidFields, NOT_FOUND, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { isOwnPassword } from "@/lib/features/account/is-own-password";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { inEvenTime } from "@/lib/session/even-time";
import { newToken } from "@/lib/session/one-time-token";
import { isAddressInUse } from "../address-in-use";
import { INVALID_PASSWORD } from "../errors";
import { findOwner, sendToken } from "../repo";
import { changeEmailInput } from "../schema";

const DAY = 24 * 3600;
const CHANGE_SECONDS = DAY;

/**
 * Nothing changes until the new address is proved. Whether it is somebody else's already, its owner learns, and nobody else:
 * then a token is made all the same, that was sent to no one.
 */
export const changeEmail = defineOperation({
  name: "verification.change-email",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/change-email" },
  summary: "Ask for another address: a mail goes there, and whoever confirms it changes the address",
  access: signedIn(),
  limit: limits.ownMail,
  input: changeEmailInput,
  output: z.object(messageFields),
  errors: { INVALID_PASSWORD, RATE_LIMIT_EXCEEDED },
  audit: writesAudit("user.email_change_requested"),
  stepUp: true,
  whileDue: ["verified_address"],

  async prepare({ ctx, viewer, input: { new_email: newEmail, current_password: password }, seal, fail }) {
    if (newEmail === viewer.email.toLowerCase()) throw invalidFields({ new_email: ["This is your address already."] });
    if (password === undefined) return;
    const owner = (await findOwner(viewer.userId)) ?? fail(NOT_FOUND);
    if (await isOwnPassword(ctx, viewer.userId, password, owner.passwordHash)) return;
    const refused = { action: "user.email_change_requested", targetUserId: viewer.userId, success: false, errorCode: INVALID_PASSWORD.code, identifier: newEmail };
    await recordEvent(seal(refused));
    throw new AppError(INVALID_PASSWORD, { details: { fields: { current_password: [INVALID_PASSWORD.message] } } });
  },

  run: ({ viewer, input: { new_email: newEmail }, seal }) =>
    inEvenTime(async () => {
      const payload = { old_email: viewer.email.toLowerCase() };
      const token = newToken({ purpose: "email_change", userId: viewer.userId, address: newEmail, ttlSeconds: CHANGE_SECONDS, payload, withCode: true });
      const confirm = queueMail("confirm-email-change", newEmail, { token: token.token, code: token.code });
      const tell = queueMail("email-change-attempt", newEmail, undefined);
      const isInUse = await isAddressInUse(newEmail, viewer.userId);
      const audit = seal({ action: "user.email_change_requested", targetUserId: viewer.userId, identifier: newEmail });
      await sendToken({ purpose: "email_change", userId: viewer.userId, token, mails: [isInUse ? tell : confirm], audit, sessionId: viewer.sessionId });
      return say("A mail is on its way to the new address. Your address changes when you have confirmed it there.");
    }),
});
