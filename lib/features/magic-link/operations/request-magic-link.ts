import { anyone } from "@/lib/access/policy";
import { queueMail } from "@/lib/email/queue-mail";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { countersOfAskedMail, refusalOfAskedMail, targetOfAskedMail } from "@/lib/features/auth/asked-mail";
import { findAddressOwner } from "@/lib/features/auth/person-at-door";
import { say } from "@/lib/features/auth/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { decoyOf } from "@/lib/outbox/outbox";
import { reserve } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { newToken } from "@/lib/session/one-time-token";
import { assertMagicLinkOffered } from "../offered";
import { writeRequest } from "../repo";
import { requestInput, requestOutput } from "../schema";

/** Long enough for a mail that is slow to come; the mail says so too. */
const LINK_SECONDS = 900;

export const requestMagicLink = defineOperation({
  name: "auth.request-magic-link",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/magic-link" },
  summary: "Mail the owner of an address a link and a code to sign in with; the same answer for every address",
  access: anyone(),
  limit: limits.mailedLink,
  input: requestInput,
  output: requestOutput,
  errors: { RATE_LIMIT_EXCEEDED },
  audit: writesAudit("user.magic_link_request"),

  async prepare({ ctx, input: { email, return_to: wanted } }) {
    assertMagicLinkOffered();
    const returnTo = targetOfAskedMail("return_to", wanted);
    await reserve(ctx, countersOfAskedMail({ account: rules.magicLinkAccount, address: rules.magicLink }, { ipAddress: ctx.ipAddress, email }));
    return { returnTo };
  },

  /**
   * Whether or not there is such an account, the same is written: a token, a message of the outbox and an audit row. For nobody
   * the token names no account, and the message is delivered to no one.
   */
  async run({ ctx, input: { email }, prepared: { returnTo }, seal }) {
    const owner = await findAddressOwner(email);
    const errorCode = refusalOfAskedMail(owner);
    const recipient = errorCode === null ? owner : null;
    const payload = returnTo ? { return_to: returnTo } : undefined;
    const token = newToken({ purpose: "magic_link", userId: recipient?.id ?? null, address: email, ttlSeconds: LINK_SECONDS, payload, withCode: true });
    const mail = queueMail("magic-link", email, { token: token.token, code: token.code, device: deviceOf(ctx.userAgent).name });
    const audit = seal({
      action: "user.magic_link_request",
      actorId: null,
      targetUserId: owner?.id ?? null,
      organizationId: owner?.organizationId ?? null,
      identifier: email,
      success: errorCode === null,
      errorCode,
    });
    await writeRequest({ token, message: recipient ? mail : decoyOf(mail), audit });
    return { ...say("If an account exists for this address, a mail with a link and a code is on its way. Both work for 15 minutes."), expires_in: LINK_SECONDS };
  },
});
