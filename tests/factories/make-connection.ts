import { newId } from "@/lib/ids";
import { oneRow } from "../setup/sql";

/** Whom a provider's answer has shown, as the operations of its callback are given them: with what it gave for its API, here nothing. */
export const fromGoogle = (user: { id: string }, { subject = newId(), accessToken = null as string | null, scope = null as string | null, expiresAt = null as number | null } = {}) => ({
  user_id: user.id,
  provider: "google" as const,
  subject,
  tokens: { accessToken, scope, expiresAt },
});

/** A provider that is connected to somebody's account; nobody has its tokens. */
export const makeConnection = (user: { id: string }, { id = newId(), provider = "google", email = null as string | null, subject = newId() } = {}): Promise<{ id: string }> =>
  oneRow(
    `INSERT INTO accounts (id, user_id, type, provider, provider_account_id, email, created_at)
     VALUES ($1, $2, 'oidc', $3, $4, $5, app_now()) RETURNING id`,
    [id, user.id, provider, subject, email],
  );
