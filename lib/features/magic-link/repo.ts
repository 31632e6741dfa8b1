/** Statements of signing in by mail. They name people by a mailed token or by an address that was typed, never by a viewer. */
import { lockAccount } from "@/lib/access/lock-account";
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { recordIn } from "@/lib/audit/record-event";
import { inTransaction, statement, type Tx } from "@/lib/db";
import { claimAddress } from "@/lib/features/auth/claim-address";
import { STANDING_SQL } from "@/lib/features/auth/person-at-door";
import type { Seal } from "@/lib/operation";
import { type OutboxMessage, outboxInsert, outboxRow } from "@/lib/outbox/outbox";
import { consumeToken, ISSUE_TOKEN_SQL, type IssuedToken, withdrawTokens } from "@/lib/session/one-time-token";

const REQUEST = `
WITH issued AS (${ISSUE_TOKEN_SQL("$1")}),
mailed AS (${outboxInsert("$2")}),
${AUDIT_CTES("$3")}
SELECT 1 AS written`;

/**
 * Token, mail and audit row in one commit. Former links of the account stay good until one is used, or whoever knows an address
 * could keep its owner's mails from working.
 */
export async function writeRequest({ token, message, audit }: { token: IssuedToken; message: OutboxMessage; audit: AuditRows }): Promise<void> {
  await statement("magic-link.request", REQUEST, [JSON.stringify(token.row), JSON.stringify([outboxRow(message)]), JSON.stringify([audit])]);
}

interface Used {
  tokenId: string;
  userId: string;
  organizationId: string | null;
}

/**
 * Uses a link up, with all others of the account, and takes it as the proof of the address that it is: where nobody had proved
 * it before, what was attached to the account goes.
 *
 * @returns null where another use was first; else the account's `PersonAtDoor.standing` behind it
 */
export const useLink = (used: Used, seal: Seal): Promise<{ isFirstProof: boolean; standing: string } | null> =>
  inTransaction((tx) => redeem(tx, used, seal));

const STANDING = `SELECT ${STANDING_SQL("u")} AS standing FROM users u WHERE u.id = $1::uuid`;

const standingOf = async (tx: Tx, userId: string): Promise<string> => (await tx.$queryRawUnsafe<{ standing: string }[]>(STANDING, userId))[0]?.standing ?? "";

async function redeem(tx: Tx, { tokenId, userId, organizationId }: Used, seal: Seal): Promise<{ isFirstProof: boolean; standing: string } | null> {
  await lockAccount(tx, userId);
  if (!(await consumeToken(tx, tokenId))) return null;
  await withdrawTokens(tx, "magic_link", userId);
  const { isFirstProof, removed, sessionsEnded } = await claimAddress(tx, userId);
  const standing = await standingOf(tx, userId);
  if (!isFirstProof) return { isFirstProof, standing };
  const event = { action: "user.email_verification", actorId: userId, targetUserId: userId, organizationId, metadata: { method: "magic_link", removed, sessions_revoked: sessionsEnded } };
  await recordIn(tx, seal(event));
  return { isFirstProof, standing };
}
