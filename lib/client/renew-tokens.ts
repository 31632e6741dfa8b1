import type { ApiSession } from "./api-session";
import { AuthClientError } from "./auth-client-error";
import type { Tokens } from "./auth-wire";
import { type ApiRequest, readJson, sendRequest } from "./send-request";
import type { Held, TokenPair } from "./token-storage";
import { withPatience } from "./with-patience";

/** Both, or none: one alone ends a session at its next renewal. */
export const tokensOf = ({ access_token: accessToken, refresh_token: refreshToken }: Tokens): TokenPair | null =>
  accessToken && refreshToken ? { accessToken, refreshToken } : null;

/** Neither a token nor a cookie that could be one. */
export const hasNothingToRenew = ({ config }: ApiSession, held: Held): boolean => held.tokens === null && config.storageStrategy === "localStorage-only";

/**
 * One exchange of the refresh token, and what comes of it kept.
 * @returns the refusal that ends the session; null: it goes on
 * @throws AuthClientError for everything that says nothing of the session
 */
export async function renewTokens({ config, tokens: storage }: ApiSession, held: Held): Promise<AuthClientError | null> {
  const request: ApiRequest = {
    method: "POST",
    path: config.apiPrefix + config.endpoints.tokenRefresh,
    body: held.tokens ? { refresh_token: held.tokens.refreshToken } : undefined,
  };
  try {
    const answer = await withPatience((signal) => exchange(config, { ...request, signal }, held));
    const tokens = tokensOf(answer);
    if (!isCurrent(held, await storage.read())) return null;
    if (held.tokens && !tokens) throw new AuthClientError({ code: "TOKENS_NOT_DELIVERED", message: "The server renewed the session and kept the tokens to itself. Set TOKEN_DELIVERY=dual or body_only there." });
    await storage.renew(held.tokens || typeof document === "undefined" ? tokens : null, held);
    return null;
  } catch (error) {
    if (error instanceof AuthClientError && error.status === 401) return error;
    throw error;
  }
}

/**
 * Whether what comes of a renewal is to be kept. Where another tab was as quick, without a lock between them, the server
 * answered both with the same tokens. But what another one stores comes over piece by piece: the token that was exchanged may be
 * its newest, and the mark that goes with it has only come now. Then nobody else has the successor.
 */
const isCurrent = (held: Held, now: Held): boolean =>
  now.generation === held.generation || (now.session === held.session && now.tokens !== null && now.tokens.refreshToken === held.tokens?.refreshToken);

/** A cookie of somebody else beside the token would make two refresh tokens, which the server refuses. */
async function exchange(config: ApiSession["config"], request: ApiRequest, { tokens }: Held): Promise<Tokens> {
  const answer = await sendRequest(config, request, null, { cookies: tokens === null });
  return ((await readJson(answer, request)) ?? {}) as Tokens;
}
