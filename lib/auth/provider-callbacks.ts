/** What Auth.js asks once a provider's answer has been checked. Each step is an operation of ours; nothing here decides. */
import type { Account, Profile } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { AppError } from "@/lib/errors";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { connectProvider } from "@/lib/features/connections/operations/connect-provider";
import type { ProviderTokens } from "@/lib/features/connections/identity-schema";
import { execute } from "@/lib/operation";
import { viewerOf } from "@/lib/session/viewer";
import { callbackContext, noting, proven } from "./callback-context";
import { PROVIDER_FAILED, PROVIDER_STATE } from "./protocol-errors";
import { type Claims, identityOf } from "./read-claims";

const CONNECTED = "/account/security";

const tokensOf = ({ access_token: accessToken, scope, expires_at: expiresAt }: Account): ProviderTokens => ({
  accessToken: accessToken || null,
  scope: scope ?? null,
  expiresAt: expiresAt ?? null,
});

/**
 * Auth.js's `signIn`: notes who it is. Where it was begun from somebody's settings, it is connected to their account, and that is all.
 * @throws AppError
 */
export const recogniseOrConnect = (account: Account | null | undefined, profile: Profile | undefined): Promise<true | string> =>
  noting(async () => {
    const current = callbackContext();
    const identity = profile ? identityOf(current.provider, profile as Claims) : null;
    if (!account || !identity) throw new AppError(PROVIDER_FAILED);
    Object.assign(current, { identity, tokens: tokensOf(account) });
    if (current.authorization.connectsFor === null) return true;
    await connectToViewer(current.authorization.connectsFor);
    return CONNECTED;
  });

async function connectToViewer(userId: string): Promise<void> {
  const { ctx, identity, tokens } = proven();
  const viewer = await viewerOf(ctx);
  // Whoever has signed in since is somebody else.
  if (viewer && viewer.userId !== userId) throw new AppError(PROVIDER_STATE);
  await execute(connectProvider, ctx, { input: { identity, tokens } });
  callbackContext().outcome = "connected";
}

/** Auth.js's `jwt`: the session is ours, set with our cookies, and null for Auth.js. An app gets a code, and begins it later. @throws AppError */
export const enterOurs = (userId: string | undefined): Promise<JWT | null> =>
  noting(async () => {
    const current = proven();
    const { ctx, authorization, identity, tokens } = current;
    const who = { user_id: userId, provider: identity.provider, subject: identity.subject, tokens };
    if (authorization.client === null) {
      await execute(enterByProvider, ctx, { input: who });
      current.outcome = "entered";
    } else {
      const { code } = await execute(issueAuthorizationCode, ctx, { input: { ...who, code_challenge: authorization.client.challenge, redirect_uri: authorization.target } });
      Object.assign(current, { code, outcome: "granted" });
    }
    return null;
  });
