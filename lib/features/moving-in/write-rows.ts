/** Writes a planned batch: accounts, where they came from, kinds of hashes and audit rows, in one transaction. */
import { AUDIT_CTES, type AuditInput, type AuditRows } from "@/lib/audit/audit-event";
import { prisma, type Tx } from "@/lib/db";
import { createPeople } from "@/lib/features/admin/create-person";
import { splitValues, userFields } from "@/lib/hooks/user-fields";
import { ourKind } from "@/lib/session/password";
import { UNTOUCHED } from "./find-known";
import type { PlannedRow } from "./plan-rows";

type Planned<P extends PlannedRow["plan"]> = Extract<PlannedRow, { plan: P }>;

const KINDS = `
INSERT INTO password_kinds (kind, seen_at) SELECT kind, app_now() FROM unnest($1::text[]) kind ORDER BY kind
ON CONFLICT (kind) DO UPDATE SET seen_at = excluded.seen_at`;

const ORIGINS = `
INSERT INTO imported_people (source, external_id, user_id, imported_at)
SELECT $1, o."externalId", o."userId", app_now() FROM jsonb_to_recordset($2::jsonb) AS o("externalId" text, "userId" uuid)
ON CONFLICT DO NOTHING`;

/** What a row says of somebody who is here; a column that it does not have stays. */
const UPDATE = `
WITH n AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, says jsonb, custom jsonb, hash text)),
w AS (
  SELECT u.id, n.hash, u.custom_fields || n.custom AS custom,
    CASE WHEN n.says ? 'first_name' THEN n.says->>'first_name' ELSE u.first_name END AS first_name,
    CASE WHEN n.says ? 'last_name' THEN n.says->>'last_name' ELSE u.last_name END AS last_name,
    CASE WHEN n.says ? 'phone_number' THEN n.says->>'phone_number' ELSE u.phone_number END AS phone_number,
    coalesce((n.says->>'is_active')::boolean, u.is_active) AS is_active,
    CASE coalesce((n.says->>'is_verified')::boolean, u.email_verified_at IS NOT NULL) WHEN true THEN coalesce(u.email_verified_at, app_now()) END AS verified_at
    FROM n JOIN users u ON u.id = n.id),
changed AS (
  UPDATE users u SET first_name = w.first_name, last_name = w.last_name, phone_number = w.phone_number, is_active = w.is_active,
    email_verified_at = w.verified_at, custom_fields = w.custom, password_hash = coalesce(w.hash, u.password_hash), updated_at = app_now()
    FROM w
   WHERE u.id = w.id AND ${UNTOUCHED}
     AND (u.first_name, u.last_name, u.phone_number, u.is_active, u.email_verified_at, u.custom_fields, u.password_hash)
         IS DISTINCT FROM (w.first_name, w.last_name, w.phone_number, w.is_active, w.verified_at, w.custom, coalesce(w.hash, u.password_hash))
  RETURNING u.id),
${AUDIT_CTES("$2", "(value->'event'->>'target_user_id')::uuid IN (SELECT id FROM changed)")}
SELECT id::text FROM changed`;

const UPDATABLE = ["first_name", "last_name", "phone_number", "is_active", "is_verified"] as const;

const updateOf = ({ userId, mover: { fields, given, password }, kind }: Planned<"update">) => ({
  id: userId,
  says: Object.fromEntries(UPDATABLE.filter((name) => given.has(name)).map((name) => [name, fields[name] === "" ? null : fields[name]])),
  custom: splitValues(userFields, fields).custom,
  hash: kind !== null && password !== null && "hash" in password ? password.hash : null,
});

export interface Writing {
  source: string;
  seal: (event: AuditInput) => AuditRows;
}

/** @returns the ids of the accounts that were made, and of those that are different now */
export async function writeRows({ source, seal }: Writing, rows: readonly PlannedRow[]): Promise<{ created: Set<string>; updated: Set<string> }> {
  const imports = rows.filter((row) => row.plan === "import");
  const updates = rows.filter((row) => row.plan === "update");
  if (imports.length + updates.length === 0) return { created: new Set(), updated: new Set() };
  const made = imports.map(({ person, role, note }) =>
    seal({
      action: "user.admin_created", targetUserId: person.id, resource: { type: "user", id: person.id }, organizationId: person.organizationId, identifier: person.email,
      metadata: { role_id: role.id, role: role.name, imported: true, from: source, via: "command", ...(note === null ? {} : { without_credential: true }) },
    }),
  );
  const changed = updates.map((row) => {
    const { says, custom, hash } = updateOf(row);
    const fields = [...Object.keys(says), ...Object.keys(custom), ...(hash === null ? [] : ["password_hash"])];
    return seal({ action: "user.admin_updated", targetUserId: row.userId, resource: { type: "user", id: row.userId }, metadata: { fields, imported: true, from: source, via: "command" } });
  });
  return prisma.$transaction(async (tx) => {
    await keepKinds(tx, [...imports, ...updates]);
    const created = new Set(await createPeople(tx, imports.map(({ person }) => person), made));
    await keepOrigins(tx, source, imports.filter(({ person }) => created.has(person.id)));
    const updated = updates.length === 0 ? [] : await tx.$queryRawUnsafe<{ id: string }[]>(UPDATE, JSON.stringify(updates.map(updateOf)), JSON.stringify(changed));
    return { created, updated: new Set(updated.map(({ id }) => id)) };
  }, { timeout: 30_000, maxWait: 5000 });
}

/** Before the accounts, so that no sign-in finds a hash whose kind it does not know. */
async function keepKinds(tx: Tx, rows: readonly { kind: string | null }[]): Promise<void> {
  const kinds = new Set(rows.flatMap(({ kind }) => kind ?? []));
  kinds.delete(ourKind());
  if (kinds.size > 0) await tx.$executeRawUnsafe(KINDS, [...kinds]);
}

async function keepOrigins(tx: Tx, source: string, rows: readonly Planned<"import">[]): Promise<void> {
  const origins = rows.flatMap(({ externalId, person }) => (externalId === null ? [] : [{ externalId, userId: person.id }]));
  if (origins.length > 0) await tx.$executeRawUnsafe(ORIGINS, source, JSON.stringify(origins));
}
