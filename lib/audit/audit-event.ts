/**
 * The audit trail's rows: their canonical form, keyed MAC and insertion. Rows are written here and nowhere else;
 * reading them is the audit feature's.
 */
import { deriveKey, hmacSha256, sha256 } from "@/lib/crypto";
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { redact } from "./redact";

/** What happened, as an operation tells it. */
export interface AuditInput {
  /** Past-tense name, such as `user.banned`. */
  action: string;
  /** `activity` for what people did to a product's resources. Default `audit`. */
  stream?: "audit" | "activity";
  targetUserId?: string | null;
  resource?: { type: string; id: string | null };
  success?: boolean;
  errorCode?: string | null;
  changes?: Record<string, { from: unknown; to: unknown }>;
  metadata?: Record<string, unknown>;
  phiAccessed?: boolean;
  /** What was typed or which address it was about; kept in the erasable side table. */
  identifier?: string | null;
  /** When the row is about another organization than the actor's active one. */
  organizationId?: string | null;
  /** When there is no viewer yet: whom a sign-in made the actor. */
  actorId?: string | null;
  sessionId?: string | null;
  /** For the seed alone, which writes history. */
  occurredAt?: Date;
}

/** Who and from where. */
export interface AuditOrigin {
  actorId: string | null;
  impersonatorId: string | null;
  organizationId: string | null;
  sessionId: string | null;
  requestId: string;
  ipAddress: string | null;
  userAgent: string | null;
}

/** The columns of audit_events, bytes as PostgreSQL's hex text, so that one JSON parameter carries a row. */
export interface AuditEventRow {
  id: string;
  occurred_at: string;
  stream: string;
  action: string;
  actor_id: string | null;
  impersonator_id: string | null;
  target_user_id: string | null;
  resource_type: string | null;
  resource_id: string | null;
  organization_id: string | null;
  session_id: string | null;
  request_id: string;
  success: boolean;
  error_code: string | null;
  changes: unknown;
  metadata: unknown;
  phi_accessed: boolean;
  personal_digest: string;
  key_id: string;
  mac: string;
}

export interface AuditPersonalRow {
  event_id: string;
  ip_address: string | null;
  user_agent: string | null;
  identifier: string | null;
}

export interface AuditRows {
  event: AuditEventRow;
  personal: AuditPersonalRow;
}

const USER_AGENT_MAX = 512;
const IDENTIFIER_MAX = 254;

interface AuditKey {
  id: string;
  key: Buffer;
}

const keyOf = (secret: string): AuditKey => {
  const key = deriveKey(secret, "audit mac v1");
  return { id: sha256(key).toString("hex").slice(0, 8), key };
};

let current: { secret: string; key: AuditKey } | undefined;

function signingKey(): AuditKey {
  const secret = env.authSecret;
  if (current?.secret !== secret) current = { secret, key: keyOf(secret) };
  return current.key;
}

/** The keys under which a row may have been signed: today's, and the one before. */
export const auditKeys = (): AuditKey[] => [
  signingKey(),
  ...(env.authSecretPrevious ? [keyOf(env.authSecretPrevious)] : []),
];

/** JSON with sorted keys, so that a row read back from jsonb has the same form (RFC 8785 in spirit). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** HMAC-SHA-256 of the row without its MAC, as hex. */
export const macOf = (row: Omit<AuditEventRow, "mac">, key: Uint8Array): string =>
  hmacSha256(key, canonical(row)).toString("hex");

/** Keyed digest of the side row, as hex. */
export const personalDigest = (row: AuditPersonalRow, key: Uint8Array): string =>
  hmacSha256(key, canonical(row)).toString("hex");

/** Through JSON once, so that what is signed is what jsonb will hold. */
const asJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

/** A signed row and its side row, ready to be inserted. */
export function sealEvent(input: AuditInput, origin: AuditOrigin): AuditRows {
  const { id: keyId, key } = signingKey();
  const id = newId();
  const personal: AuditPersonalRow = {
    event_id: id,
    ip_address: origin.ipAddress,
    user_agent: origin.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
    identifier: input.identifier?.slice(0, IDENTIFIER_MAX) ?? null,
  };
  const unsigned = {
    id,
    occurred_at: (input.occurredAt ?? now()).toISOString(),
    stream: input.stream ?? "audit",
    action: input.action,
    actor_id: input.actorId === undefined ? origin.actorId : input.actorId,
    impersonator_id: origin.impersonatorId,
    target_user_id: input.targetUserId ?? null,
    resource_type: input.resource?.type ?? null,
    resource_id: input.resource?.id ?? null,
    organization_id: input.organizationId === undefined ? origin.organizationId : input.organizationId,
    session_id: input.sessionId === undefined ? origin.sessionId : input.sessionId,
    request_id: origin.requestId,
    success: input.success ?? true,
    error_code: input.errorCode ?? null,
    changes: asJson(redact(input.changes)),
    metadata: asJson(redact(input.metadata)),
    phi_accessed: input.phiAccessed ?? false,
    personal_digest: `\\x${personalDigest(personal, key)}`,
    key_id: keyId,
  };
  return { event: { ...unsigned, mac: `\\x${macOf(unsigned, key)}` }, personal };
}

/**
 * CTEs that insert audit rows inside a larger statement. The parameter is a JSON array of `AuditRows`; `only` may
 * name a condition, so that a statement can carry rows for several outcomes.
 */
export const AUDIT_CTES = (parameter: string, only = "true") => `
  audit_input AS (SELECT value FROM jsonb_array_elements(${parameter}::jsonb) WHERE ${only}),
  audit_written AS (
    INSERT INTO audit_events SELECT r.* FROM audit_input, jsonb_populate_record(NULL::audit_events, value->'event') r),
  audit_personal_written AS (
    INSERT INTO audit_personal SELECT r.* FROM audit_input, jsonb_populate_record(NULL::audit_personal, value->'personal') r)`;

/** The statement that writes rows and nothing else: in a mutation's transaction, or alone for refusals. */
export const WRITE_AUDIT = `WITH ${AUDIT_CTES("$1")} SELECT 1 AS written`;
