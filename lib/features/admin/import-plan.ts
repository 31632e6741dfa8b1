/** What an import would do, row by row: who would be created, who is refused, and why. Reads only. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { prisma } from "@/lib/db";
import { VALIDATION_ERROR, type ErrorSpec } from "@/lib/errors";
import { generateUsername } from "@/lib/features/auth/generate-username";
import { splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import type { Viewer } from "@/lib/session/viewer";
import { findRoles, type GivenRole, type NewPerson } from "./create-person";
import { EMAIL_TAKEN, GRANT_OUT_OF_REACH, TWICE_IN_FILE, USERNAME_TAKEN } from "./errors";
import { mayGive, reachOf } from "./give-role";
import type { ImportRow } from "./import-file";
import { mayVouch } from "./may-vouch";
import type { PersonRow } from "./person-row";

interface Refusal {
  code: string;
  errors: Record<string, string[]>;
}

/** A row with what is to come of it. */
export type PlannedRow = Pick<ImportRow, "line" | "email"> & ({ person: NewPerson; role: GivenRole; refusal: null } | { refusal: Refusal });

const refused = ({ line, email }: ImportRow, { code, message }: ErrorSpec, field: string): PlannedRow => ({ line, email, refusal: { code, errors: { [field]: [message] } } });

interface Known {
  emails: Set<string>;
  usernames: Set<string>;
  roles: Map<string, GivenRole>;
}

/** What the database has of these already, letter case aside, and the roles that they name. */
export async function findKnown(rows: Pick<PersonRow, "email" | "username" | "role">[]): Promise<Known> {
  const lower = (texts: (string | undefined)[]) => texts.flatMap((text) => (text ? [text.toLowerCase()] : []));
  const [emails, usernames, roles] = await Promise.all([
    prisma.$queryRaw<{ name: string }[]>`SELECT lower(email) AS name FROM users WHERE lower(email) = ANY(${lower(rows.map(({ email }) => email))}::text[])`,
    prisma.$queryRaw<{ name: string }[]>`SELECT lower(username) AS name FROM users WHERE lower(username) = ANY(${lower(rows.map(({ username }) => username))}::text[])`,
    findRoles(prisma, [...new Set(rows.map(({ role }) => role ?? DEFAULT_ROLE))]),
  ]);
  return { emails: namesOf(emails), usernames: namesOf(usernames), roles: new Map(roles.map((role) => [role.name, role])) };
}

const namesOf = (rows: { name: string }[]) => new Set(rows.map(({ name }) => name));

/** The first of two rows with one address or username is taken, the second refused. */
export async function planImport(viewer: Viewer, rows: ImportRow[]): Promise<PlannedRow[]> {
  const known = await findKnown(rows.flatMap(({ fields }) => (fields ? [fields] : [])));
  const seen = { emails: new Set<string>(), usernames: new Set<string>() };
  return rows.map((row) => {
    const planned = planRow(viewer, row, known, seen);
    if (!planned.refusal) {
      seen.emails.add(planned.person.email.toLowerCase());
      seen.usernames.add(planned.person.username.toLowerCase());
    }
    return planned;
  });
}

function planRow(viewer: Viewer, row: ImportRow, known: Known, seen: Omit<Known, "roles">): PlannedRow {
  const { line, email, fields } = row;
  if (!fields) return { line, email, refusal: { code: VALIDATION_ERROR.code, errors: row.errors } };
  const username = fields.username?.toLowerCase() ?? "";
  if (seen.emails.has(fields.email)) return refused(row, TWICE_IN_FILE, "email");
  if (seen.usernames.has(username)) return refused(row, TWICE_IN_FILE, "username");
  if (known.emails.has(fields.email)) return refused(row, EMAIL_TAKEN, "email");
  if (known.usernames.has(username)) return refused(row, USERNAME_TAKEN, "username");
  const role = known.roles.get(fields.role ?? DEFAULT_ROLE);
  if (!role) return refused(row, { ...VALIDATION_ERROR, message: "There is no such role." }, "role");
  const organizationId = reachOf(role, viewer.organizationId);
  if (!mayGive(viewer, role, organizationId)) return refused(row, GRANT_OUT_OF_REACH, "role");
  return { line, email, refusal: null, role, person: personOf(viewer, fields, { id: role.id, organizationId }) };
}

const personOf = (viewer: Viewer, fields: PersonRow, role: NewPerson["role"]): NewPerson => ({
  id: newId(),
  email: fields.email,
  username: fields.username ?? generateUsername(fields.email),
  passwordHash: null,
  firstName: fields.first_name || null,
  lastName: fields.last_name || null,
  phoneNumber: fields.phone_number ?? null,
  isVerified: fields.is_verified && mayVouch(viewer, "users.import"),
  customFields: splitValues(userFields, fields).custom,
  organizationId: viewer.organizationId,
  role,
  grantedById: viewer.userId,
});
