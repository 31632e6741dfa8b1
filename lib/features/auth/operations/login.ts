import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { reserve } from "@/lib/rate-limit/count";
import type { Places } from "@/lib/rate-limit/shared-window";
import { verifyPassword } from "@/lib/session/password";
import { enter } from "../enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, INVALID_CREDENTIALS, MFA_REQUIRED } from "../errors";
import { accountCounter, addressCounters } from "../login-budget";
import { renewalOf } from "../renew-hash";
import { type Candidate, findCandidate, recordFailedSignIn } from "../repo";
import { loginInput, messageFields, say, tokenFields } from "../schema";

/** For a try that came to nothing by no fault of the caller's. A store that is away cannot take anything back either. */
async function returned(taken: readonly Places[], cause: unknown): Promise<never> {
  await Promise.allSettled(taken.map((places) => places.giveBack()));
  throw cause;
}

const accountKey = (candidate: Candidate | null, identifier: string) =>
  candidate?.id ?? `unknown:${sha256(identifier.toLowerCase()).toString("base64url")}`;

interface Verified {
  candidate: Candidate | null;
  isRight: boolean;
  /** Its hash as we make it, where the account has one of another kind. */
  renewedHash: string | null;
  refundable: string[];
  taken: readonly Places[];
}

export const login = defineOperation({
  name: "auth.login",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/login" },
  summary: "Sign in with an e-mail address or username and a password",
  access: anyone(),
  input: loginInput,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { INVALID_CREDENTIALS, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "mfa.challenged", "session.revoked"),

  /**
   * Budgets, look-up and the comparison: unknown accounts take the same steps and the same time. A try that ends before
   * the password was judged gives its places back: blocked by the account's budget, or a stranger's block would fill the
   * owner's address; or by a fault of ours.
   */
  async prepare({ ctx, input }): Promise<Verified> {
    const identifier = input.identifier || input.email || input.username || "";
    const address = addressCounters(ctx);
    const taken = [await reserve(ctx, address.all)];
    try {
      await runBefore("beforeLogin", { identifier }, ctx);
      const { candidate, kinds } = await findCandidate(identifier, ctx.credentials.deviceCookie);
      const account = accountCounter(accountKey(candidate, identifier), candidate?.knownDeviceId ?? null);
      taken.push(await reserve(ctx, [account], false));
      const isRight = await verifyPassword(input.password, candidate?.passwordHash ?? null, kinds);
      const renewedHash = isRight && candidate?.passwordHash ? await renewalOf(input.password, candidate.passwordHash) : null;
      return { candidate, isRight, renewedHash, refundable: [...address.refundable, account.key], taken };
    } catch (error) {
      return returned(taken, error);
    }
  },

  async run({ ctx, input, prepared: { candidate, isRight, renewedHash, refundable, taken }, seal, fail }) {
    const identifier = input.identifier || input.email || input.username || "";
    if (!candidate?.passwordHash || !isRight) {
      const target = { actorId: null, targetUserId: candidate?.id ?? null, organizationId: candidate?.organizationId ?? null };
      await recordFailedSignIn(seal({ action: "user.login_failed", success: false, errorCode: INVALID_CREDENTIALS.code, identifier, metadata: { provider: "local" }, ...target }));
      return fail(INVALID_CREDENTIALS);
    }
    const entry = {
      person: candidate,
      amr: ["pwd"],
      provider: "local",
      rememberMe: input.remember_me ?? true,
      identifier,
      giveBack: refundable,
      password: { plain: input.password, hash: candidate.passwordHash, renewedHash },
      onFault: (cause: unknown) => returned(taken, cause),
    };
    const user = await enter(ctx, entry, seal);
    return { ...say("Login successful"), user };
  },
});
