import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { findWireUser, wholeUser } from "@/lib/features/account/user-wire";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { reserve } from "@/lib/rate-limit/count";
import type { Places } from "@/lib/rate-limit/shared-window";
import { makeAccessToken } from "@/lib/session/access-token";
import { knownDevice } from "@/lib/session/known-device";
import { verifyPassword } from "@/lib/session/password";
import { keepNewestSession, newSession } from "@/lib/session/session-store";
import { ACCOUNT_DISABLED, INVALID_CREDENTIALS } from "../errors";
import { accountCounter, addressCounters } from "../login-budget";
import { renewalOf, signInRenewing } from "../renew-hash";
import { endReplacedSession } from "../replaced-session";
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
  errors: { INVALID_CREDENTIALS, ACCOUNT_DISABLED, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "session.revoked"),

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
    const target = { actorId: null, targetUserId: candidate?.id ?? null, organizationId: candidate?.organizationId ?? null };
    const refusal = (errorCode: string) =>
      seal({ action: "user.login_failed", success: false, errorCode, identifier, metadata: { provider: "local" }, ...target });
    if (!candidate?.passwordHash || !isRight) {
      await recordFailedSignIn(refusal(INVALID_CREDENTIALS.code));
      return fail(INVALID_CREDENTIALS);
    }
    const session = newSession(ctx, { amr: ["pwd"], rememberMe: input.remember_me ?? true });
    const device = knownDevice(ctx);
    const begun = await signInRenewing({
      identifier,
      password: input.password,
      userId: candidate.id,
      passwordHash: candidate.passwordHash,
      renewedHash,
      session,
      device,
      giveBack: refundable,
      audit: {
        success: (isRenewed) =>
          seal({ action: "user.login", ...target, actorId: candidate.id, sessionId: session.sessionId, metadata: { provider: "local", ...(isRenewed ? { credential_renewed: true } : {}) } }),
        refusal: refusal(ACCOUNT_DISABLED.code),
      },
    }).catch((error: unknown) => returned(taken, error));
    if (!begun) return fail(ACCOUNT_DISABLED);
    await keepNewestSession(candidate.id);
    await endReplacedSession(ctx, begun, seal);
    ctx.effects.deviceToken = device?.token;
    ctx.effects.session = {
      accessToken: await makeAccessToken(begun),
      refreshToken: session.refreshToken,
      sessionId: begun.sessionId,
      expiresAt: begun.expiresAt,
      rememberMe: input.remember_me ?? true,
    };
    const user = wholeUser.parse(await findWireUser(begun.userId, { organizationId: begun.organizationId }));
    runAfter("afterLogin", { user, sessionId: begun.sessionId }, ctx);
    return { ...say("Login successful"), user };
  },
});
