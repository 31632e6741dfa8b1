/** What has become of a mail's link, for whoever opens it. Reads, and changes nothing: mail scanners open links too. */
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import type { Purpose } from "@/lib/session/one-time-token";

/** `done`: nothing is left to do, by this link or by another way. */
export type LinkState = "open" | "done" | "used" | "expired" | "unknown";

export interface FoundLink {
  state: LinkState;
  /** null: no such link. */
  owner: { id: string; email: string; isVerified: boolean; hasPassword: boolean } | null;
  /** The address that it is about. */
  address: string | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  email: string;
  address: string;
  isUsed: boolean;
  isExpired: boolean;
  isVerified: boolean;
  hasPassword: boolean;
}

const FIND = `
SELECT u.id, u.email, t.address, t.consumed_at IS NOT NULL AS "isUsed", t.expires_at <= app_now() AS "isExpired",
       u.email_verified_at IS NOT NULL AS "isVerified", u.password_hash IS NOT NULL AS "hasPassword"
  FROM one_time_tokens t JOIN users u ON u.id = t.user_id AND u.deleted_at IS NULL
 WHERE t.token_hash = $1 AND t.purpose = $2`;

function stateOf(purpose: Purpose, row: Row): LinkState {
  const hasAddress = row.email.toLowerCase() === row.address;
  const isDone = hasAddress && row.isVerified;
  if (purpose !== "email_change_undo" && isDone) return "done";
  if (row.isUsed) return "used";
  if (row.isExpired) return "expired";
  // The account has another address by now: what this link would prove is nothing to it.
  return purpose === "email_verification" && !hasAddress ? "unknown" : "open";
}

export async function findLink(purpose: Purpose, token: string): Promise<FoundLink> {
  const [row] = await statement<Row>("verification.find-link", FIND, [sha256(token), purpose]);
  if (!row) return { state: "unknown", owner: null, address: null };
  const { id, email, isVerified, hasPassword } = row;
  return { state: stateOf(purpose, row), owner: { id, email, isVerified, hasPassword }, address: row.address };
}
