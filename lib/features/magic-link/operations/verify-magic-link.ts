import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import { enter } from "@/lib/features/auth/enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "@/lib/features/auth/errors";
import { addressCounters } from "@/lib/features/auth/login-budget";
import { findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import { messageFields, say, tokenFields } from "@/lib/features/auth/schema";
import { INVALID_TOKEN, invalidToken, type ResetTrouble } from "@/lib/features/recovery/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, type Seal, writesAudit } from "@/lib/operation";
import { reserve } from "@/lib/rate-limit/count";
import { releaseToken } from "@/lib/session/one-time-token";
import { claimLink } from "../claim-link";
import { assertMagicLinkOffered } from "../offered";
import { useLink } from "../repo";
import { verifyInput } from "../schema";

const PROVIDER = "magic_link";

/** The audit row of a try that came to nothing, and what to throw. */
async function refuse(seal: Seal, { reason, userId, email }: { reason: ResetTrouble; userId: string | null; email?: string }): Promise<never> {
  await recordEvent(seal({ action: "user.login_failed", success: false, errorCode: INVALID_TOKEN.code, actorId: null, targetUserId: userId, identifier: email, metadata: { provider: PROVIDER, reason } }));
  throw invalidToken(reason);
}

export const verifyMagicLink = defineOperation({
  name: "auth.verify-magic-link",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/magic-link/verify" },
  summary: "Sign in with the link of a mail, or with its code; proves the address as well",
  access: anyone(),
  input: verifyInput,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { INVALID_TOKEN, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "user.email_verification", "mfa.challenged", "session.revoked"),

  async prepare({ ctx, input }) {
    assertMagicLinkOffered();
    const counters = addressCounters(ctx);
    const places = await reserve(ctx, counters.all);
    return atNoCost(places, async () => {
      const claimed = await claimLink(ctx, input);
      if (claimed.isGood) {
        await runBefore("beforeLogin", { identifier: claimed.person.email }, ctx).catch(async (refusal: unknown) => {
          await releaseToken(claimed.tokenId);
          throw refusal;
        });
      }
      return { claimed, places, refundable: counters.refundable };
    });
  },

  async run({ ctx, input, prepared: { claimed, places, refundable }, seal }) {
    if (!claimed.isGood) return refuse(seal, { ...claimed, email: input.email });
    const { person, tokenId } = claimed;
    const proven = await atNoCost(places, () => provenBy(tokenId, person, ctx.credentials.deviceCookie, seal));
    if (!proven) return refuse(seal, { reason: "used", userId: person.id, email: input.email });
    const entry = { person: proven, amr: ["email"], provider: PROVIDER, rememberMe: input.remember_me ?? true, identifier: person.email, giveBack: [...refundable, ...claimed.refundable] };
    const user = await atNoCost(places, () => enter(ctx, entry, seal));
    return { ...say("Login successful"), user };
  },
});

/** Whoever may not come in leaves the account as it is. @returns the person as the link's use left them; null: it was used before */
async function provenBy(tokenId: string, person: PersonAtDoor, deviceCookie: string | null, seal: Seal): Promise<PersonAtDoor | null> {
  if (!person.isUsable) return person;
  const used = await useLink({ tokenId, userId: person.id, organizationId: person.organizationId }, seal);
  if (!used) return null;
  const proven = used.isFirstProof ? await findPersonAtDoor(person.id, deviceCookie) : person;
  return proven && { ...proven, standing: used.standing };
}
