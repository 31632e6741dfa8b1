/** What providers gave for their APIs: kept encrypted, for a product's own code that calls them for its users. */
import { now } from "@/lib/clock";
import { prisma, type Tx } from "@/lib/db";
import { secretCipher } from "@/lib/session/secret-cipher";
import type { ProviderIdentity, ProviderTokens } from "./identity-schema";
import type { ProviderName } from "./schema";

const cipher = secretCipher("provider access token v1");

/** null: it gave none. */
export const sealAccessToken = ({ accessToken }: ProviderTokens): Buffer | null => (accessToken === null ? null : cipher.seal(accessToken));

const RENEW = `
UPDATE accounts SET tokens = $4, scope = $5, expires_at = $6 WHERE user_id = $1::uuid AND provider = $2 AND provider_account_id = $3`;

/** Each time that somebody comes back from a provider it gives another. */
export const renewAccess = (tx: Tx, userId: string, { provider, subject }: Pick<ProviderIdentity, "provider" | "subject">, tokens: ProviderTokens) =>
  tx.$executeRawUnsafe(RENEW, userId, provider, subject, sealAccessToken(tokens), tokens.scope, tokens.expiresAt);

export interface ProviderAccess {
  accessToken: string;
  /** As the provider names what it opens. */
  scope: string | null;
  /** null: the provider did not say that it ends. */
  expiresAt: Date | null;
}

/**
 * For a product's own code: with what it calls the provider's API for its user. The caller knows that it may.
 *
 * @returns null: the provider is not connected or gave nothing, or what it gave has ended, or was encrypted under a secret that is known no
 * more. Then the user has to come from the provider once more: by signing in, or by connecting it in the settings.
 * @throws Error where a byte of it was changed
 */
export async function providerAccess(userId: string, provider: ProviderName): Promise<ProviderAccess | null> {
  const isGood = { OR: [{ expiresAt: null }, { expiresAt: { gt: Math.floor(now().getTime() / 1000) } }] };
  const found = await prisma.account.findFirst({
    where: { userId, provider, tokens: { not: null }, ...isGood },
    select: { tokens: true, scope: true, expiresAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const opened = found?.tokens ? cipher.open(found.tokens) : null;
  if (!found || !opened) return null;
  return { accessToken: opened.plain, scope: found.scope, expiresAt: found.expiresAt === null ? null : new Date(found.expiresAt * 1000) };
}
