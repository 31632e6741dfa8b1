import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { invalidFields, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { countByAddress, counterOf, reserve } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { takeShared } from "@/lib/rate-limit/shared-window";
import { inEvenTime } from "@/lib/session/even-time";
import { viewerOf } from "@/lib/session/viewer";
import { type Addressee, findAddressee, sendToken } from "../repo";
import { resendInput } from "../schema";
import { verificationMail } from "../verification-mail";

/** The same for everybody: confirmed, unconfirmed and unknown. */
const SENT = "If this address still has to be confirmed, a mail with a new link is on its way.";

/**
 * Counted for one mailbox, however it was named. Nobody is told when it is full: a refusal would tell which username belongs to which
 * address. The mails that filled it keep their links. Holds, as the limit of one name does, where RATE_LIMIT_ENABLED=false.
 */
async function hasRoomFor(who: string): Promise<boolean> {
  const { standing } = await takeShared([counterOf(rules.verifyMailbox, who)]);
  return !standing?.isRefused;
}

/** Of the audit row alone. */
function reasonOf(person: Addressee | null): string {
  if (!person) return "NO_SUCH_ACCOUNT";
  return person.isVerified ? "ALREADY_VERIFIED" : RATE_LIMIT_EXCEEDED.code;
}

export const resendVerification = defineOperation({
  name: "verification.resend",
  kind: "statement",
  http: [
    { method: "POST", path: "/api/auth/resend-verification-email" },
    { method: "POST", path: "/api/auth/resend-verification" },
  ],
  summary: "Have the mail that confirms an address sent again; the answer is the same whether there is such an account or not",
  access: anyone(),
  limit: limits.mailedLink,
  input: resendInput,
  output: z.object(messageFields),
  errors: { RATE_LIMIT_EXCEEDED },
  audit: writesAudit("user.email_verification_sent"),

  async prepare({ ctx, input }) {
    const viewer = await viewerOf(ctx);
    const identifier = input.email || viewer?.email;
    if (!identifier) throw invalidFields({ email: ["This is required."] });
    await countByAddress(ctx, rules.verifyMail);
    const typed = sha256(identifier.toLowerCase()).toString("base64url");
    await reserve(ctx, [counterOf(rules.verifyMailAccount, typed)]);
    return { identifier, typed, viewer };
  },

  run: ({ prepared: { identifier, typed, viewer }, seal }) =>
    inEvenTime(async () => {
      const person = await findAddressee(identifier);
      const hasRoom = await hasRoomFor(person?.id ?? typed);
      const isDue = person !== null && !person.isVerified && hasRoom;
      const mail = isDue ? verificationMail(person) : null;
      const event = { action: "user.email_verification_sent", actorId: viewer?.userId ?? null, targetUserId: person?.id ?? null, identifier };
      const audit = seal(isDue ? event : { ...event, success: false, errorCode: reasonOf(person) });
      await sendToken({ purpose: "email_verification", userId: isDue ? person.id : null, token: mail?.token ?? null, mails: mail ? [mail.message] : [], audit });
      return say(SENT);
    }),
});
