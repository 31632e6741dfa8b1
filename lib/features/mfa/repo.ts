/** Statements of second factors. Every one names the person whose rows it touches. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { statement, type Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import { type OutboxRow, outboxInsert } from "@/lib/outbox/outbox";
import { GIVE_BACK_CTES } from "@/lib/rate-limit/rate-limit";
import { IS_TRUSTED_SQL } from "@/lib/session/known-device";
import { withdrawTokens } from "@/lib/session/one-time-token";
import { FROM_SESSION, monthCounter } from "./code-counters";
import type { Proof } from "./judge-code";
import { FACTORS_SQL, type OwnFactors } from "./methods";
import type { FactorKind } from "./schema";
import { SPEND_CTES } from "./spend";

export type TotpState = "pending" | "confirmed";

/** A setup that was begun and left alone is not confirmed later by whoever finds the browser open. */
const PENDING_MINUTES = 30;
const IS_FRESH = `(state = 'confirmed' OR created_at > app_now() - interval '${PENDING_MINUTES} minutes')`;

export interface TotpFactor {
  id: string;
  secret: Buffer;
  lastStep: number | null;
}

const FIND_TOTP = `SELECT id, secret, last_step AS "lastStep" FROM second_factors WHERE user_id = $1 AND kind = 'totp' AND state = $2 AND ${IS_FRESH}`;

export async function findTotp(userId: string, state: TotpState): Promise<TotpFactor | null> {
  const [row] = await statement<TotpFactor & Record<string, unknown>>("mfa.find-totp", FIND_TOTP, [userId, state]);
  return row ?? null;
}

const VOID_STEPS = `UPDATE second_factors SET last_step = $3 WHERE id = $2::uuid AND user_id = $1::uuid AND (last_step IS NULL OR last_step < $3::int)`;

/** No code of an app up to this step is taken any more. */
export const voidSteps = (userId: string, factorId: string, step: number) => statement("mfa.void-steps", VOID_STEPS, [userId, factorId, step]);

const FIND_RECOVERY_CODE = `SELECT id FROM recovery_codes WHERE user_id = $1 AND code_hash = ANY($2::bytea[]) AND used_at IS NULL`;

export async function findRecoveryCode(userId: string, digests: readonly Buffer[]): Promise<string | null> {
  const [row] = await statement<{ id: string }>("mfa.find-recovery-code", FIND_RECOVERY_CODE, [userId, digests]);
  return row?.id ?? null;
}

const FIND_OWN = `SELECT u.id, u.email, u.active_organization_id AS "organizationId", u.mfa_enabled AS "isEnabled", ${FACTORS_SQL("u.id")} FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL`;

export interface Owner extends OwnFactors {
  id: string;
  email: string;
  organizationId: string | null;
  isEnabled: boolean;
}

export async function findOwner(userId: string): Promise<Owner | null> {
  const [row] = await statement<Owner & Record<string, unknown>>("mfa.find-owner", FIND_OWN, [userId]);
  return row ?? null;
}

const FIND_PENDING = `SELECT kind FROM second_factors WHERE user_id = $1 AND state = 'pending' AND ${IS_FRESH} ORDER BY created_at DESC, id DESC LIMIT 1`;

/** What is being set up: the newest, where there are two. */
export async function findPendingKind(userId: string): Promise<FactorKind | null> {
  const [row] = await statement<{ kind: FactorKind }>("mfa.find-pending", FIND_PENDING, [userId]);
  return row?.kind ?? null;
}

/** Begins a setup; the one that was begun before is forgotten. */
export async function beginFactor(tx: Tx, userId: string, kind: FactorKind, secret: Buffer | null): Promise<void> {
  await tx.$executeRaw`DELETE FROM second_factors WHERE user_id = ${userId}::uuid AND state = 'pending'`;
  await tx.$executeRaw`INSERT INTO second_factors (id, user_id, kind, state, secret, created_at) VALUES (${newId()}::uuid, ${userId}::uuid, ${kind}, 'pending', ${secret}, app_now())`;
}

/** The ten in the place of those there were. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, digests: readonly Buffer[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM recovery_codes WHERE user_id = ${userId}::uuid`;
  await tx.recoveryCode.createMany({ data: digests.map((codeHash) => ({ id: newId(), userId, codeHash: new Uint8Array(codeHash) })) });
}

/** A code by mail belongs to no factor's row, so the pending one goes with it; an app's is the row that the code was of. */
const CONFIRM = `
WITH proof AS (SELECT * FROM jsonb_to_record($2::jsonb) AS p(method text, id uuid, step int)),
spent_mail AS (
  UPDATE one_time_tokens t SET consumed_at = app_now() FROM proof p
   WHERE p.method = 'email' AND t.id = p.id AND t.user_id = $1 AND t.consumed_at IS NULL AND t.expires_at > app_now() RETURNING 1),
begun AS (
  DELETE FROM second_factors f USING proof p
   WHERE f.user_id = $1 AND f.state = 'pending' AND f.kind = p.method AND (f.id = p.id OR EXISTS (SELECT 1 FROM spent_mail))
  RETURNING f.user_id, f.kind, f.secret, f.created_at, p.step),
confirmed AS (
  INSERT INTO second_factors AS f (id, user_id, kind, state, secret, last_step, created_at, confirmed_at)
  SELECT $3::uuid, user_id, kind, 'confirmed', secret, step, created_at, app_now() FROM begun
  ON CONFLICT (user_id, kind, state) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, confirmed_at = excluded.confirmed_at
  RETURNING 1),
person AS (
  UPDATE users SET mfa_enabled = true, mfa_due_at = NULL, updated_at = app_now() WHERE id = $1 AND EXISTS (SELECT 1 FROM confirmed)),
${GIVE_BACK_CTES("$4", "EXISTS (SELECT 1 FROM confirmed)")},
told AS (${outboxInsert("$5", "EXISTS (SELECT 1 FROM confirmed)")}),
${AUDIT_CTES("$6", "EXISTS (SELECT 1 FROM confirmed)")}
SELECT count(*)::int AS confirmed FROM confirmed`;

/** What is written with a right code, where it was good still. */
interface Rest {
  giveBack: string[];
  mails: OutboxRow[];
  audit: AuditRows[];
}

/** @returns false where it was used, or the setup begun anew, meanwhile */
export async function confirmFactor(userId: string, proof: Proof, { giveBack, mails, audit }: Rest): Promise<boolean> {
  const values = [userId, JSON.stringify(proof), newId(), giveBack, JSON.stringify(mails), JSON.stringify(audit)];
  const [row] = await statement<{ confirmed: number }>("mfa.confirm", CONFIRM, values);
  return row?.confirmed === 1;
}

/** The sign-in's token goes with the code, so of parallel second steps one wins. A changed password ends what was begun with the old one. */
const FINISH = `
WITH ${SPEND_CTES("$1", "$2")},
consumed AS (
  UPDATE one_time_tokens t SET consumed_at = app_now()
   WHERE t.id = $3::uuid AND t.consumed_at IS NULL AND t.expires_at > app_now() AND EXISTS (SELECT 1 FROM spent)
     AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = t.user_id AND u.password_changed_at > t.created_at)
  RETURNING 1),
${GIVE_BACK_CTES("$4", "EXISTS (SELECT 1 FROM consumed)")},
told AS (${outboxInsert("$5", "EXISTS (SELECT 1 FROM consumed)")}),
${AUDIT_CTES("$6", "EXISTS (SELECT 1 FROM consumed)")}
SELECT (SELECT count(*)::int FROM spent) AS spent, (SELECT count(*)::int FROM consumed) AS consumed`;

export type Finished = "done" | "code_used" | "token_used";

/** Spends the code and the sign-in's token together. */
export async function finishChallenge(userId: string, tokenId: string, proof: Proof, { giveBack, mails, audit }: Rest): Promise<Finished> {
  const values = [userId, JSON.stringify(proof), tokenId, giveBack, JSON.stringify(mails), JSON.stringify(audit)];
  const [row] = await statement<{ spent: number; consumed: number }>("mfa.finish", FINISH, values);
  if (row?.consumed === 1) return "done";
  return row?.spent === 1 ? "token_used" : "code_used";
}

/** Wrong codes that a sign-in bears. */
const TOKEN_TRIES = 5;

const REJECT = `
WITH tried AS (
  UPDATE one_time_tokens SET attempts = attempts + 1, claimed_at = NULL, consumed_at = CASE WHEN attempts + 1 >= ${TOKEN_TRIES} THEN app_now() END
   WHERE id = $1 AND consumed_at IS NULL RETURNING attempts),
${AUDIT_CTES("$2")}
SELECT ${TOKEN_TRIES} - attempts AS left FROM tried`;

/** Counts a wrong code. @returns how many tries the sign-in has left */
export async function rejectCode(tokenId: string, audit: AuditRows): Promise<number> {
  const [row] = await statement<{ left: number }>("mfa.reject", REJECT, [tokenId, JSON.stringify([audit])]);
  return row?.left ?? 0;
}

const FIND_CHALLENGE = `
SELECT t.id, t.user_id AS "userId", t.payload->'amr' AS amr, u.email, u.active_organization_id AS "organizationId", greatest(0, extract(epoch FROM t.expires_at - app_now()))::int AS "secondsLeft", ${FACTORS_SQL("u.id")}
  FROM one_time_tokens t JOIN users u ON u.id = t.user_id
 WHERE t.token_hash = $1 AND t.purpose = 'second_factor' AND t.consumed_at IS NULL AND t.expires_at > app_now()`;

export interface Challenge extends OwnFactors {
  id: string;
  userId: string;
  email: string;
  organizationId: string | null;
  amr: string[];
  secondsLeft: number;
}

/** The second step that somebody has begun, by its token. Changes nothing. */
export async function findChallenge(token: string): Promise<Challenge | null> {
  const [row] = await statement<Challenge & Record<string, unknown>>("mfa.find-challenge", FIND_CHALLENGE, [sha256(token)]);
  return row ?? null;
}

/** Nothing of it stays: factors, codes, trust in devices, sign-ins that wait for their second step, and what was guessed of it. */
export async function removeFactors(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM second_factors WHERE user_id = ${userId}::uuid`;
  await tx.$executeRaw`DELETE FROM recovery_codes WHERE user_id = ${userId}::uuid`;
  await tx.$executeRaw`UPDATE known_devices SET trusted_at = NULL, trusted_until = NULL WHERE user_id = ${userId}::uuid AND trusted_until IS NOT NULL`;
  await tx.$executeRaw`UPDATE users SET mfa_enabled = false, updated_at = app_now() WHERE id = ${userId}::uuid`;
  await withdrawTokens(tx, "second_factor", userId);
  await withdrawTokens(tx, "second_factor_code", userId);
  await tx.rateLimit.deleteMany({ where: { key: { in: [null, FROM_SESSION].map((from) => monthCounter(userId, from).key) } } });
}

const LIST_TRUSTED = `
SELECT d.id, d.device_name AS "deviceName", d.ip_address AS "ipAddress", d.trusted_at AS "trustedAt", d.trusted_until AS "trustedUntil",
       d.last_seen_at AS "lastSeenAt", d.device_hash IS NOT DISTINCT FROM $2::bytea AS "isCurrent"
  FROM known_devices d JOIN users u ON u.id = d.user_id
 WHERE d.user_id = $1 AND ${IS_TRUSTED_SQL("d", "u")}
 ORDER BY d.trusted_at DESC, d.id DESC LIMIT 200`;

export interface TrustedRow {
  id: string;
  deviceName: string;
  ipAddress: string | null;
  trustedAt: Date;
  trustedUntil: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
}

/** @param deviceToken - of the device that asks, if it has one */
export const listTrustedDevices = (userId: string, deviceToken: string | null) =>
  statement<TrustedRow & Record<string, unknown>>("mfa.list-trusted", LIST_TRUSTED, [userId, deviceToken && sha256(deviceToken)]);

const FIND_TRUSTED = `
SELECT d.id, d.device_name AS "deviceName" FROM known_devices d JOIN users u ON u.id = d.user_id
 WHERE d.id = $1 AND d.user_id = $2 AND ${IS_TRUSTED_SQL("d", "u")}`;

export async function findTrustedDevice(id: string, userId: string): Promise<{ id: string; deviceName: string } | null> {
  const [row] = await statement<{ id: string; deviceName: string }>("mfa.find-trusted", FIND_TRUSTED, [id, userId]);
  return row ?? null;
}

/** It stays known. @returns false where it was not trusted any more */
export const distrustDevice = async (tx: Tx, id: string, userId: string): Promise<boolean> =>
  (await tx.$executeRaw`UPDATE known_devices SET trusted_at = NULL, trusted_until = NULL WHERE id = ${id}::uuid AND user_id = ${userId}::uuid AND trusted_until IS NOT NULL`) === 1;
