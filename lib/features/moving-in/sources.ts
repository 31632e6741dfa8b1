/** Where people come from, and what their file calls things. A system that exports by SQL needs no entry: its query names our columns. */

type Values = Record<string, unknown>;

const isYes = (value: unknown): boolean => value === true || value === "true";
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * The users' export (job or extension) and the export of password hashes, which the support team sends. In the latter some people
 * have their address among `identifiers` alone; `alt_id` stands for the id where there is one.
 */
function fromAuth0(row: Values): Values {
  const identifiers = Array.isArray(row.identifiers) ? (row.identifiers as Values[]) : [];
  const address = identifiers.find((entry) => entry?.type === "email");
  const ownId = textOf(row.alt_id) || textOf((row._id as Values | undefined)?.$oid);
  return {
    external_id: row.user_id ?? (ownId && `auth0|${ownId}`),
    email: row.email ?? address?.value,
    is_verified: row.email_verified ?? address?.verified,
    username: row.username,
    first_name: row.given_name,
    last_name: row.family_name,
    phone_number: row.phone_number,
    is_active: row.blocked === undefined ? undefined : !isYes(row.blocked),
    created_at: row.created_at,
    password_hash: row.passwordHash ?? row.passwordhash,
  };
}

/** The CSV of the dashboard's export. An address is verified where it is among those that are. */
function fromClerk(row: Values): Values {
  const email = textOf(row.primary_email_address).trim();
  const verified = textOf(row.verified_email_addresses).split(/[\s,;|]+/);
  return {
    external_id: row.id,
    email,
    is_verified: verified.includes(email),
    username: row.username,
    first_name: row.first_name,
    last_name: row.last_name,
    phone_number: row.primary_phone_number,
    password_hash: row.password_digest,
  };
}

/** A source of any other name writes our own columns. */
const VENDORS: Record<string, (row: Values) => Values> = { auth0: fromAuth0, clerk: fromClerk };

export const vendors = Object.keys(VENDORS);

export interface Source {
  name: string;
  /** Whether columns that we do not know are passed over; otherwise a row with one is refused. */
  isLenient: boolean;
  toOurs: (row: Values) => Values;
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** @throws Error for a name that is none */
export function sourceOf(name: string): Source {
  if (!NAME.test(name)) throw new Error(`--from=${name}: use lower-case letters, digits, dashes and underscores, 40 at most.`);
  const toOurs = Object.hasOwn(VENDORS, name) ? VENDORS[name] : undefined;
  return { name, isLenient: toOurs !== undefined, toOurs: toOurs ?? ((row) => row) };
}
