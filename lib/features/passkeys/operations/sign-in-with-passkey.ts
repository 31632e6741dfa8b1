import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import { enter } from "@/lib/features/auth/enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "@/lib/features/auth/errors";
import { addressCounters } from "@/lib/features/auth/login-budget";
import { findPersonAtDoor } from "@/lib/features/auth/person-at-door";
import { messageFields, say, tokenFields } from "@/lib/features/auth/schema";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { reserve } from "@/lib/rate-limit/count";
import { CHALLENGE_EXPIRED, PASSKEY_REFUSED, PASSKEY_UNKNOWN } from "../errors";
import { assertPasskeysOffered } from "../relying-party";
import { signInInput } from "../schema";
import { verifyAssertion } from "../verify-assertion";

const PROVIDER = "passkey";

export const signInWithPasskey = defineOperation({
  name: "passkey.sign-in",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/passkeys/sign-in" },
  summary: "Sign in with a passkey; one that verified its owner counts as both factors",
  access: anyone(),
  input: signInInput,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { CHALLENGE_EXPIRED, PASSKEY_REFUSED, PASSKEY_UNKNOWN, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "mfa.challenged", "session.revoked", "passkey.clone_suspected"),

  /** A passkey cannot be guessed, so no account's budget is asked; failures are counted by address, as at the password's door. */
  async prepare({ ctx, input, seal }) {
    assertPasskeysOffered();
    const counters = addressCounters(ctx);
    const places = await reserve(ctx, counters.all);
    return atNoCost(places, async () => {
      const verified = await verifyAssertion(ctx, input, seal);
      const person = verified.ok ? await findPersonAtDoor(verified.userId, ctx.credentials.deviceCookie) : null;
      if (person) await runBefore("beforeLogin", { identifier: person.email }, ctx);
      return { verified, person, places, refundable: counters.refundable };
    });
  },

  async run({ ctx, input, prepared: { verified, person, places, refundable }, seal, fail }) {
    if (!verified.ok || !person) {
      const error = verified.ok ? PASSKEY_UNKNOWN : verified.error;
      await recordEvent(seal({ action: "user.login_failed", success: false, errorCode: error.code, actorId: null, targetUserId: verified.userId, metadata: { provider: PROVIDER } }));
      return fail(error);
    }
    const entry = { person: { ...person, standing: verified.standing }, amr: verified.amr, provider: PROVIDER, rememberMe: input.remember_me ?? true, giveBack: refundable };
    const user = await atNoCost(places, () => enter(ctx, entry, seal));
    return { ...say("Login successful"), user };
  },
});
