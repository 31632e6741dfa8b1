/** What is to come of each row of a batch: who is made, whose account is brought up to date, who is here already, who is refused. Reads only. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { type ErrorSpec, VALIDATION_ERROR } from "@/lib/errors";
import type { GivenRole, NewPerson } from "@/lib/features/admin/create-person";
import { TWICE_IN_FILE, USERNAME_TAKEN } from "@/lib/features/admin/errors";
import { reachOf } from "@/lib/features/admin/give-role";
import { refusalOfRole } from "@/lib/features/admin/role-hook";
import { generateUsername } from "@/lib/features/auth/generate-username";
import type { HookContext } from "@/lib/hooks/hooks";
import { registers } from "@/lib/hooks/run-hooks";
import { splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { DEFAULT_ORGANIZATION, findKnownPeople, type KnownPeople, type Moved } from "./find-known";
import type { Mover, WrongRow } from "./read-row";
import type { Source } from "./sources";

export interface Run {
  source: Source;
  /** Accounts that nobody has signed in to yet take what a row says anew. */
  updates: boolean;
  /** Whether roles that hold everything may be given. */
  makesAdministrators: boolean;
  hooks: HookContext;
  /** What the rows before had. */
  seen: { externalIds: Set<string>; emails: Set<string>; usernames: Set<string> };
  /** Of the password hashes here and in the rows before. */
  kinds: Set<string>;
}

interface Told {
  line: number;
  externalId: string | null;
  email: string;
}

export type PlannedRow = Told &
  (
    | { plan: "import"; person: NewPerson; role: GivenRole; kind: string | null; note: string | null }
    | { plan: "update"; userId: string; mover: Mover; kind: string | null; note: string | null }
    | { plan: "skip" | "refuse"; code: string; errors: Record<string, string[]>; userId?: string }
  );

export const ALREADY_IMPORTED = { code: "ALREADY_IMPORTED", message: "This person was imported before." };
const ALREADY_HERE = { code: "ALREADY_HERE", message: "There is an account with this e-mail address. It was left as it is." };
const GONE = { code: "DELETED_HERE", message: "This person was imported before and deleted here since. An import does not bring them back." };
const ADMINISTRATOR = { code: "ADMINISTRATOR", message: "This role holds everything. Run this with --allow-administrators if the file is to be trusted so far." };

/** Each kind costs every sign-in its work (docs/migrating.md). */
export const KINDS_MAX = 6;

const TOO_MANY_KINDS = `Sign-in does the work of every kind of hash at every try, and there are ${KINDS_MAX} kinds already.`;

const toldOf = ({ line, externalId, email }: Told): Told => ({ line, externalId, email });

const refused = (row: Told, { code, message }: Omit<ErrorSpec, "status">, column: string): PlannedRow => ({ ...toldOf(row), plan: "refuse", code, errors: { [column]: [message] } });

const skipped = (row: Told, { code, message }: Omit<ErrorSpec, "status">, userId: string | null): PlannedRow => ({
  ...toldOf(row), plan: "skip", code, errors: { _: [message] }, ...(userId === null ? {} : { userId }),
});

export async function planRows(run: Run, rows: readonly (Mover | WrongRow)[]): Promise<PlannedRow[]> {
  const known = await findKnownPeople(run.source.name, rows.filter((row) => "fields" in row));
  const planned: PlannedRow[] = [];
  for (const row of rows) {
    const plan = "fields" in row ? planRow(run, row, known) : ({ ...toldOf(row), plan: "refuse", code: VALIDATION_ERROR.code, errors: row.errors } as const);
    if ("fields" in row && plan.plan !== "refuse") remember(run, row);
    planned.push(await judgedByHook(run, plan));
  }
  return planned;
}

function remember({ seen }: Run, { externalId, email, fields: { username } }: Mover): void {
  if (externalId !== null) seen.externalIds.add(externalId);
  seen.emails.add(email);
  if (username !== undefined) seen.usernames.add(username.toLowerCase());
}

function planRow(run: Run, mover: Mover, known: KnownPeople): PlannedRow {
  const { externalId, email, fields } = mover;
  const username = fields.username?.toLowerCase() ?? "";
  if (externalId !== null && run.seen.externalIds.has(externalId)) return refused(mover, TWICE_IN_FILE, "external_id");
  if (run.seen.emails.has(email)) return refused(mover, TWICE_IN_FILE, "email");
  const moved = externalId === null ? undefined : known.byExternalId.get(externalId);
  if (moved) return moved.isPresent ? planKnown(run, mover, moved, ALREADY_IMPORTED) : skipped(mover, GONE, null);
  const here = known.byEmail.get(email);
  if (here) return externalId === null ? planKnown(run, mover, here, here.isUntouched ? ALREADY_IMPORTED : ALREADY_HERE) : skipped(mover, ALREADY_HERE, here.userId);
  if (run.seen.usernames.has(username)) return refused(mover, TWICE_IN_FILE, "username");
  if (known.usernames.has(username)) return refused(mover, USERNAME_TAKEN, "username");
  return planNew(run, mover, known);
}

const planKnown = (run: Run, mover: Mover, { userId, isUntouched }: Moved, reason: Omit<ErrorSpec, "status">): PlannedRow =>
  run.updates && isUntouched && userId !== null ? { ...toldOf(mover), plan: "update", userId, mover, ...passwordOf(run, mover) } : skipped(mover, reason, userId);

function planNew(run: Run, mover: Mover, known: KnownPeople): PlannedRow {
  const { fields } = mover;
  const organizationId = known.organizations.get(fields.organization ?? DEFAULT_ORGANIZATION);
  if (organizationId === undefined) return refused(mover, { ...VALIDATION_ERROR, message: "There is no such organization. Name one by its slug." }, "organization");
  const role = known.roles.get(fields.role ?? DEFAULT_ROLE);
  if (!role) return refused(mover, { ...VALIDATION_ERROR, message: "There is no such role." }, "role");
  if (role.permissions.includes("*") && !run.makesAdministrators) return refused(mover, ADMINISTRATOR, "role");
  const { hash, ...password } = passwordOf(run, mover);
  const person = personOf(mover, hash, organizationId, { id: role.id, organizationId: reachOf(role, organizationId) });
  return { ...toldOf(mover), plan: "import", person, role, ...password };
}

/** The hash that an account will have, or why it will have none; the first of its kind makes the kind known. */
export function passwordOf({ kinds }: Run, { password }: Mover): { hash: string | null; kind: string | null; note: string | null } {
  const none = { hash: null, kind: null };
  if (password === null) return { ...none, note: null };
  if ("refusal" in password) return { ...none, note: password.refusal };
  if (!kinds.has(password.kind) && kinds.size >= KINDS_MAX) return { ...none, note: TOO_MANY_KINDS };
  kinds.add(password.kind);
  return { hash: password.hash, kind: password.kind, note: null };
}

const personOf = ({ email, fields }: Mover, passwordHash: string | null, organizationId: string, role: NewPerson["role"]): NewPerson => ({
  id: newId(),
  email,
  username: fields.username ?? generateUsername(email),
  passwordHash,
  firstName: fields.first_name || null,
  lastName: fields.last_name || null,
  phoneNumber: fields.phone_number ?? null,
  isVerified: fields.is_verified,
  customFields: splitValues(userFields, fields).custom,
  organizationId,
  role,
  grantedById: null,
  moved: { isActive: fields.is_active, createdAt: fields.created_at ?? null },
});

async function judgedByHook(run: Run, row: PlannedRow): Promise<PlannedRow> {
  if (row.plan !== "import" || !registers("beforeRoleAssign")) return row;
  const refusal = await refusalOfRole(row.person, run.hooks);
  return refusal ? refused(row, refusal, "role") : row;
}
