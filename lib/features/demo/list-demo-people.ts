/** The seeded logins that the sign-in page offers, in development and embedded mode alone. */
import { statement } from "@/lib/db";
import { env } from "@/lib/env";
import { DEMO_PEOPLE } from "@/scripts/launch/demo-people.mjs";

const FIND = `SELECT email FROM users WHERE email = ANY($1::text[]) AND is_active AND deleted_at IS NULL`;

/** Those that are really there; none in production. Without a database the page still stands, without them. */
export async function listDemoPeople(): Promise<{ email: string; password: string; role: string }[]> {
  if (env.isProduction && !env.isEmbedded) return [];
  const addresses = DEMO_PEOPLE.map((person) => person.email);
  const rows = await statement<{ email: string }>("demo.find", FIND, [addresses]).catch(() => []);
  const present = new Set(rows.map((row) => row.email));
  return DEMO_PEOPLE
    .filter((person) => present.has(person.email))
    .map((person) => ({ email: person.email, password: person.password, role: labelOf(person) }));
}

/** The role, and the organization where it is not the one of the others. */
function labelOf(person: (typeof DEMO_PEOPLE)[number]): string {
  const role = person.role.charAt(0).toUpperCase() + person.role.slice(1);
  return "place" in person ? `${role}, ${person.place}` : role;
}
