/** A world for `decisions`: people with random roles, in random states, as rows and as the oracle's plain facts. */
import type pg from "pg";
import { newId } from "../../lib/ids";

export interface Held {
  grants: string[];
  /** null: on the whole platform. */
  organization: number | null;
  isExpired: boolean;
}

export interface PersonFacts {
  id: string;
  sessionId: string;
  held: Held[];
  /** The session's organization; null: none. */
  active: number | null;
  isMember: boolean;
  state: State;
}

/** Only in these does a session count. */
const LIVE = ["usable", "usable", "usable", "usable", "usable", "ban is over"] as const;
const DEAD = ["banned", "banned for a while", "inactive", "deleted", "session ended", "session expired", "session idle"] as const;
export type State = (typeof LIVE)[number] | (typeof DEAD)[number];
export const isLive = (state: State): boolean => (LIVE as readonly string[]).includes(state);

export const RESOURCES = ["users", "user", "users_x", "roles", "permissions", "rbac", "sessions", "audit"];
export const ACTIONS = ["view", "views", "edit", "delete", "admin", "export"];
const NAMES = RESOURCES.flatMap((resource) => ACTIONS.map((action) => `${resource}.${action}`));

export type Pick = <T>(from: readonly T[]) => T;
export const picker = (random: () => number): Pick => <T>(from: readonly T[]) => {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("nothing to pick from");
  return chosen;
};

/** Grants: mostly plain names, often a wildcard, sometimes everything or rbac.admin. */
function grant(random: () => number, pick: Pick): string {
  const kind = random();
  if (kind < 0.02) return "*";
  if (kind < 0.2) return `${pick(RESOURCES)}.*`;
  return kind < 0.26 ? "rbac.admin" : pick(NAMES);
}

export function makeFacts(random: () => number, organizations: number): PersonFacts {
  const pick = picker(random);
  const somewhere = () => Math.floor(random() * organizations);
  const held = Array.from({ length: Math.floor(random() * 5) }, () => ({
    grants: Array.from({ length: Math.floor(random() * 4) }, () => grant(random, pick)),
    organization: random() < 0.2 ? null : somewhere(),
    isExpired: random() < 0.25,
  }));
  return {
    id: newId(),
    sessionId: newId(),
    held,
    active: random() < 0.1 ? null : somewhere(),
    isMember: random() < 0.85,
    state: random() < 0.85 ? pick(LIVE) : pick(DEAD),
  };
}

const at = (isPast: boolean) => new Date(Date.now() + (isPast ? -1 : 1) * 3_600_000).toISOString();

async function insert(client: pg.Pool, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const list = columns.join(", ");
  for (let from = 0; from < rows.length; from += 2000)
    await client.query(`INSERT INTO ${table} (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows.slice(from, from + 2000))]);
}

/** Writes the people into a migrated database. @returns the ids of the organizations, by the facts' number */
export async function writeWorld(client: pg.Pool, people: readonly PersonFacts[], organizations: number): Promise<string[]> {
  const now = new Date().toISOString();
  const ids = Array.from({ length: organizations }, newId);
  const idOf = (index: number | null) => (index === null ? null : (ids[index] ?? null));
  await insert(client, "organizations", ids.map((id) => ({ id, slug: id, name: id, created_at: now, updated_at: now })));
  await insert(client, "users", people.map(({ id, state }) => ({
    id, email: `${id}@example.com`, username: id, is_active: state !== "inactive", deleted_at: state === "deleted" ? now : null,
    must_change_password: false, provider: "local", mfa_enabled: false, created_at: now, updated_at: now,
    banned_at: /^ban/.test(state) ? now : null,
    ban_expires_at: state === "ban is over" ? at(true) : state === "banned for a while" ? at(false) : null,
  })));
  await insert(client, "memberships", people.flatMap(({ id, active, isMember }) => (active !== null && isMember ? [{ organization_id: idOf(active), user_id: id, created_at: now }] : [])));
  await insert(client, "sessions", people.map(({ id, sessionId, active, state }) => ({
    id: sessionId, user_id: id, organization_id: idOf(active), device_name: "Proof", amr: ["pwd"], auth_time: now, remember_me: true,
    created_at: now, last_activity_at: now, leaf_token_id: newId(), expires_at: at(state === "session expired"),
    idle_expires_at: state === "session idle" ? at(true) : null, revoked_at: state === "session ended" ? now : null,
  })));
  const roles = people.flatMap(({ id, held }) => held.map((role) => ({ ...role, userId: id, id: newId() })));
  await insert(client, "roles", roles.map(({ id }) => ({ id, name: id, display_name: id, is_system: false, created_at: now, updated_at: now })));
  await insert(client, "role_permissions", roles.flatMap(({ id, grants }) => [...new Set(grants)].map((permission) => ({ role_id: id, permission, granted_at: now }))));
  await insert(client, "role_assignments", roles.map(({ id, userId, organization, isExpired }, index) => ({
    id: newId(), user_id: userId, role_id: id, organization_id: idOf(organization),
    expires_at: isExpired ? at(true) : index % 3 === 0 ? at(false) : null, created_at: now,
  })));
  return ids;
}
