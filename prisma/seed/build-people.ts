/** Who is in the demonstration: the personas, and people in every state that a list has to show. */
import { DEMO_PEOPLE } from "@/scripts/launch/demo-people.mjs";
import type { Dice } from "./dice";
import { NAMES } from "./people";

const DAY_MS = 86_400_000;

/** A row of `users`, with what its other rows need. */
export interface SeedPerson {
  id: string;
  email: string;
  username: string;
  first_name: string;
  last_name: string;
  country: string | null;
  city: string | null;
  occupation: string | null;
  password_hash: string | null;
  email_verified_at: Date | null;
  banned_at: Date | null;
  ban_expires_at: Date | null;
  ban_reason: string | null;
  created_at: Date;
  /** Set by the history. */
  last_login_at: Date | null;
  role: string;
  isNorthwind: boolean;
  /** Chance of a sign-in on a working day; 0: never signed in. */
  activity: number;
}

const OCCUPATIONS = ["Nurse", "Engineer", "Accountant", "Designer", "Researcher", "Teacher", "Analyst", "Physician", "Support specialist", null];
const BAN_REASONS = ["Repeated spam", "Shared their password", "Left the company", "Suspicious sign-ins"];

/** Names outside Latin script keep a Latin address, as people's addresses do. */
const asciiHandle = (text: string, fallback: string): string =>
  text.normalize("NFD").replaceAll("ø", "o").replaceAll("Ø", "O").replace(/[^a-zA-Z]/g, "").toLowerCase() || fallback;

/** @param passwordHashes by persona password; the others get one that nobody knows */
export function buildPeople(dice: Dice, today: Date, passwordHashes: Map<string, string>, unknownHash: string): SeedPerson[] {
  const personas = DEMO_PEOPLE.map((person, index) => persona(person, dice, today, index, passwordHashes.get(person.password) ?? null));
  return [...personas, ...NAMES.map((name, index) => somebody(name, dice, today, index, unknownHash))];
}

function persona(person: (typeof DEMO_PEOPLE)[number], dice: Dice, today: Date, index: number, hash: string | null): SeedPerson {
  const createdAt = new Date(today.getTime() - (120 - index) * DAY_MS);
  return {
    ...unremarkable(dice, createdAt),
    email: person.email,
    username: person.username,
    first_name: person.firstName,
    last_name: person.lastName,
    country: "CH",
    city: "Zurich",
    password_hash: hash,
    role: person.role,
    isNorthwind: person.email.startsWith("other@"),
    activity: 0.6,
  };
}

function somebody([first, last, country, city]: (typeof NAMES)[number], dice: Dice, today: Date, index: number, hash: string): SeedPerson {
  const createdAt = new Date(today.getTime() - dice.between(1, 400) * DAY_MS - dice.between(0, DAY_MS));
  const handle = `${asciiHandle(first, "member")}.${asciiHandle(last, String(index))}`.slice(0, 40);
  const person: SeedPerson = {
    ...unremarkable(dice, createdAt),
    email: `${handle}@example.com`,
    username: handle,
    first_name: first,
    last_name: last,
    country,
    city,
    occupation: dice.pick(OCCUPATIONS),
    password_hash: hash,
    role: index % 18 === 4 ? "manager" : index % 27 === 9 ? "auditor" : "user",
    activity: dice.pick([0.08, 0.2, 0.35, 0.6]),
  };
  if (index % 11 === 3) return banned(person, dice, today);
  if (index % 9 === 5) return { ...person, email_verified_at: null, activity: index % 2 === 0 ? 0 : 0.1 };
  if (index % 13 === 7) return { ...person, activity: 0 };
  return person;
}

const unremarkable = (dice: Dice, createdAt: Date) => ({
  id: dice.idAt(createdAt),
  occupation: null,
  email_verified_at: new Date(createdAt.getTime() + dice.between(1, 90) * 60_000),
  banned_at: null,
  ban_expires_at: null,
  ban_reason: null,
  created_at: createdAt,
  last_login_at: null,
  isNorthwind: false,
});

/** Half of them for a month, half until somebody lifts it. */
function banned(person: SeedPerson, dice: Dice, today: Date): SeedPerson {
  const bannedAt = new Date(Math.max(today.getTime() - dice.between(1, 12) * DAY_MS, person.created_at.getTime()));
  const expiresAt = dice.chance(0.5) ? new Date(bannedAt.getTime() + 30 * DAY_MS) : null;
  return { ...person, banned_at: bannedAt, ban_expires_at: expiresAt, ban_reason: dice.pick(BAN_REASONS) };
}
