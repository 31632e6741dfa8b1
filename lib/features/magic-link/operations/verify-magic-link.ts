import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import { enter } from "@/lib/features/auth/enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "@/lib/features/auth/errors";
import { addressCounters } from "@/lib/features/auth/login-budget";
import { findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import { messageFields, say, tokenFields } from "@/lib/features/auth/schema";
import { INVALID_TOKEN } from "@/lib/features/mailed-link/errors";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, type Seal, writesAudit } from "@/lib/operation";
import { reserve } from "@/lib/rate-limit/count";
import { releaseToken } from "@/lib/session/one-time-token";
import { claimLink, failedSignIn, PROVIDER, PURPOSE } from "../claim-link";
import { assertMagicLinkOffered } from "../offered";
import { useLink } from "../repo";
import { verifyInput } from "../schema";

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

  async prepare({ ctx, input, seal }) {
    assertMagicLinkOffered();
    const counters = addressCounters(ctx);
    const places = await reserve(ctx, counters.all);
    return atNoCost(places, async () => {
      const link = await claimLink(ctx, seal, input);
      await runBefore("beforeLogin", { identifier: link.person.email }, ctx).catch(async (refusal: unknown) => {
        await releaseToken(link.claimed.id);
        throw refusal;
      });
      return { ...link, places, refundable: [...counters.refundable, ...link.refundable] };
    });
  },

  async run({ ctx, input: { token, email, remember_me: rememberMe = true }, prepared: { claimed, person, places, refundable }, seal }) {
    const proven = await atNoCost(places, () => provenBy(claimed.id, person, ctx.credentials.deviceCookie, seal));
    if (!proven) return refuseLink(seal, { purpose: PURPOSE, token, claimed, reason: "used", event: failedSignIn(email, person) });
    const entry = { person: proven, amr: ["email"], provider: PROVIDER, rememberMe, identifier: person.email, giveBack: refundable };
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
