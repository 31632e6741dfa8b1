/** Statements of a renewed proof. Each names the session or the person whose row it touches. */
import { statement, type Tx } from "@/lib/db";
import { IS_OPEN_SQL } from "@/lib/session/live-session";

interface OwnProof {
  passwordHash: string | null;
}

const FIND = `SELECT password_hash AS "passwordHash" FROM users WHERE id = $1`;

export async function findOwnProof(userId: string): Promise<OwnProof | null> {
  const [row] = await statement<OwnProof & Record<string, unknown>>("reauthentication.find", FIND, [userId]);
  return row ?? null;
}

const RENEW = `UPDATE sessions s SET auth_time = app_now() WHERE s.id = $1::uuid AND ${IS_OPEN_SQL("s")} RETURNING s.auth_time AS "authTime"`;

/** @returns since when the session counts as proven; null: it has ended meanwhile */
export async function renewProof(tx: Tx, sessionId: string): Promise<Date | null> {
  const [row] = await tx.$queryRawUnsafe<{ authTime: Date }[]>(RENEW, sessionId);
  return row?.authTime ?? null;
}
