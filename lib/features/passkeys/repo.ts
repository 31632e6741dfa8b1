/** Statements of passkeys. Each that changes or shows one names its owner. */
import { lockAccount } from "@/lib/access/lock-account";
import { statement, type Tx } from "@/lib/db";
import { STANDING_SQL } from "@/lib/features/auth/person-at-door";
import { newId } from "@/lib/ids";
import type { WirePasskey } from "./schema";

export interface NewPasskey {
  credentialId: Buffer;
  /** COSE key. */
  publicKey: Buffer;
  counter: number;
  aaguid: string;
  transports: string[];
  backupEligible: boolean;
  backedUp: boolean;
}

export interface PasskeyRow {
  id: string;
  name: string;
  credentialId: Buffer;
  createdAt: Date;
  lastUsedAt: Date | null;
  backupEligible: boolean;
  backedUp: boolean;
  transports: string[];
}

const COLUMNS = `p.id, p.name, p.credential_id AS "credentialId", p.created_at AS "createdAt", p.last_used_at AS "lastUsedAt",
       p.backup_eligible AS "backupEligible", p.backed_up AS "backedUp", p.transports`;

export const toWirePasskey = (row: Omit<PasskeyRow, "credentialId">): WirePasskey => ({
  id: row.id,
  name: row.name,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  is_synced: row.backupEligible,
  is_backed_up: row.backedUp,
  transports: row.transports,
});

const LIST = `SELECT ${COLUMNS} FROM passkeys p WHERE p.user_id = $1 ORDER BY p.created_at, p.id`;

export const listPasskeysOf = (userId: string) => statement<PasskeyRow & Record<string, unknown>>("passkey.list", LIST, [userId]);

const FIND_OWN = `SELECT ${COLUMNS} FROM passkeys p WHERE p.id = $1 AND p.user_id = $2`;

/** A passkey by its id, if it is this person's. */
export async function findOwnPasskey(id: string, userId: string): Promise<PasskeyRow | null> {
  const [row] = await statement<PasskeyRow & Record<string, unknown>>("passkey.find-own", FIND_OWN, [id, userId]);
  return row ?? null;
}

export const PASSKEYS_MAX = 25;

/** @returns `full`: the account holds as many as it can; null: the credential is registered, here or elsewhere */
export async function addPasskey(tx: Tx, userId: string, name: string, passkey: NewPasskey): Promise<PasskeyRow | "full" | null> {
  // Whoever adds the last one that fits holds the account meanwhile.
  await lockAccount(tx, userId);
  if ((await tx.passkey.count({ where: { userId } })) >= PASSKEYS_MAX) return "full";
  const [row] = await tx.$queryRawUnsafe<PasskeyRow[]>(
    `INSERT INTO passkeys AS p (id, user_id, credential_id, public_key, counter, aaguid, name, transports, backup_eligible, backed_up, created_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::uuid, $7, $8, $9, $10, app_now())
     ON CONFLICT (credential_id) DO NOTHING RETURNING ${COLUMNS}`,
    newId(), userId, passkey.credentialId, passkey.publicKey, passkey.counter, passkey.aaguid, name, passkey.transports, passkey.backupEligible, passkey.backedUp,
  );
  return row ?? null;
}

export async function renamePasskey(tx: Tx, id: string, userId: string, name: string): Promise<boolean> {
  return (await tx.passkey.updateMany({ where: { id, userId }, data: { name } })).count === 1;
}

export async function deletePasskey(tx: Tx, id: string, userId: string): Promise<boolean> {
  return (await tx.passkey.deleteMany({ where: { id, userId } })).count === 1;
}

export interface SigningPasskey {
  id: string;
  userId: string;
  publicKey: Buffer;
  backupEligible: boolean;
  /** Of its account, when it was found (`PersonAtDoor.standing`): an owner who takes the account back takes passkeys of others away. */
  standing: string;
}

const FIND_SIGNING = `
SELECT p.id, p.user_id AS "userId", p.public_key AS "publicKey", p.backup_eligible AS "backupEligible", ${STANDING_SQL("u")} AS standing
  FROM passkeys p JOIN users u ON u.id = p.user_id WHERE p.credential_id = $1`;

/** Whoever's it is: the authenticator names the passkey, and the passkey its owner. */
export async function unsafeFindByCredential(credentialId: Buffer): Promise<SigningPasskey | null> {
  const [row] = await statement<SigningPasskey & Record<string, unknown>>("passkey.find-signing", FIND_SIGNING, [credentialId]);
  return row ?? null;
}

/** Both zero: an authenticator that does not count. Else it has to grow (WebAuthn level 3, section 7.2 step 22). */
const COUNT_USE = `
UPDATE passkeys SET counter = $2, backed_up = $3, last_used_at = app_now()
 WHERE id = $1 AND ((counter = 0 AND $2::bigint = 0) OR $2::bigint > counter)
RETURNING id`;

/** @returns false where the counter did not grow: there are two of this passkey */
export async function countUse(id: string, counter: number, isBackedUp: boolean): Promise<boolean> {
  const rows = await statement("passkey.count-use", COUNT_USE, [id, counter, isBackedUp]);
  return rows.length === 1;
}
