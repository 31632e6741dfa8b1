/** The one place that writes a connection between an account and who somebody is at a provider. */
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { ProviderIdentity, ProviderTokens } from "./identity-schema";
import { renewAccess, sealAccessToken } from "./provider-access";

const INSERT = `
INSERT INTO accounts (id, user_id, type, provider, provider_account_id, email, tokens, scope, expires_at, created_at)
VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9, app_now())
ON CONFLICT (provider, provider_account_id) DO NOTHING
RETURNING id::text`;

const OWNER = `SELECT id::text, user_id::text AS "userId" FROM accounts WHERE provider = $1 AND provider_account_id = $2`;

export interface Connected {
  id: string;
  /** It was connected to this account already: what the provider gives for its API was renewed, and that is all. */
  wasThere: boolean;
}

/** @returns null where the provider's account belongs to somebody else here */
export async function connect(tx: Tx, userId: string, identity: ProviderIdentity, tokens: ProviderTokens): Promise<Connected | null> {
  const type = identity.provider === "github" ? "oauth" : "oidc";
  const values = [newId(), userId, type, identity.provider, identity.subject, identity.email, sealAccessToken(tokens), tokens.scope, tokens.expiresAt];
  const [made] = await tx.$queryRawUnsafe<{ id: string }[]>(INSERT, ...values);
  if (made) return { id: made.id, wasThere: false };
  const [found] = await tx.$queryRawUnsafe<{ id: string; userId: string }[]>(OWNER, identity.provider, identity.subject);
  if (found?.userId !== userId) return null;
  await renewAccess(tx, userId, identity, tokens);
  return { id: found.id, wasThere: true };
}
