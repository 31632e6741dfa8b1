/** Ninety days of sign-ins and what came with them, ending today. */
import { type AuditInput, type AuditOrigin, type AuditRows, sealEvent } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { deviceOf, fingerprintOf } from "@/lib/session/device";
import type { SeedPerson } from "./build-people";
import { USER_AGENTS } from "./devices";
import type { Dice } from "./dice";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HISTORY_DAYS = 90;
const SESSION_TTL_MS = 30 * DAY_MS;

export interface SeedSession {
  id: string;
  token_id: string;
  token_hash: string;
  user_id: string;
  organization_id: string;
  device_name: string;
  browser: string | null;
  os: string | null;
  device_fingerprint: string;
  ip_address: string;
  user_agent: string;
  country: string | null;
  city: string | null;
  created_at: Date;
  last_activity_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  revoke_reason: string | null;
}

export interface History {
  sessions: SeedSession[];
  audit: AuditRows[];
}

interface Chronicle extends History {
  dice: Dice;
  now: Date;
  organizationOf: (person: SeedPerson) => string;
}

interface Place {
  userAgent: string;
  ipAddress: string;
}

/** Fills `last_login_at` of the people as well. */
export function buildHistory(dice: Dice, now: Date, people: SeedPerson[], organizationOf: (person: SeedPerson) => string): History {
  const chronicle: Chronicle = { dice, now, organizationOf, sessions: [], audit: [] };
  const administrator = people[0];
  for (const person of people) {
    const places = placesOf(dice);
    recordSignUp(chronicle, person, places);
    for (let day = HISTORY_DAYS; day >= 0; day -= 1) liveThrough(chronicle, person, places, day);
    if (administrator) recordBan(chronicle, person, administrator);
  }
  return chronicle;
}

/** One to three devices, each at an address of the ranges for documentation (RFC 5737). */
function placesOf(dice: Dice): Place[] {
  return Array.from({ length: dice.between(1, 3) }, () => ({
    userAgent: dice.pick(USER_AGENTS),
    ipAddress: `${dice.pick(["192.0.2", "198.51.100", "203.0.113"])}.${dice.between(1, 254)}`,
  }));
}

function record({ audit, dice, organizationOf }: Chronicle, person: SeedPerson, at: Date, place: Place | null, input: AuditInput, actor: SeedPerson | null = person, sessionId: string | null = null): void {
  const origin: AuditOrigin = {
    actorId: actor?.id ?? null,
    impersonatorId: null,
    organizationId: organizationOf(person),
    sessionId,
    requestId: dice.idAt(at),
    ipAddress: place?.ipAddress ?? null,
    userAgent: place?.userAgent ?? null,
  };
  audit.push(sealEvent({ targetUserId: person.id, occurredAt: at, ...input }, origin));
}

function recordSignUp(chronicle: Chronicle, person: SeedPerson, [place]: Place[]): void {
  if (chronicle.now.getTime() - person.created_at.getTime() > HISTORY_DAYS * DAY_MS) return;
  record(chronicle, person, person.created_at, place ?? null, { action: "user.signup", identifier: person.email, metadata: { provider: "local" } });
}

function liveThrough(chronicle: Chronicle, person: SeedPerson, places: Place[], daysAgo: number): void {
  const { dice, now } = chronicle;
  const midnight = new Date(now.getTime() - daysAgo * DAY_MS);
  midnight.setUTCHours(0, 0, 0, 0);
  const isWeekend = [0, 6].includes(midnight.getUTCDay());
  if (!dice.chance(person.activity * (isWeekend ? 0.3 : 1))) return;
  const at = new Date(midnight.getTime() + dice.between(6 * 60, 20 * 60) * MINUTE_MS + dice.between(0, MINUTE_MS));
  const end = person.banned_at ?? now;
  if (at < person.created_at || at >= end || at >= now) return;
  const place = dice.pick(places);
  if (dice.chance(0.12)) recordFailure(chronicle, person, new Date(at.getTime() - 40_000), place);
  signIn(chronicle, person, at, place);
}

const recordFailure = (chronicle: Chronicle, person: SeedPerson, at: Date, place: Place) =>
  record(chronicle, person, at, place, { action: "user.login_failed", success: false, errorCode: "INVALID_CREDENTIALS", identifier: person.email }, null);

function signIn(chronicle: Chronicle, person: SeedPerson, at: Date, place: Place): void {
  const { dice, now } = chronicle;
  const session = newSession(chronicle, person, at, place);
  const byHimself = (action: string, when: Date, extra: Partial<AuditInput> = {}) => {
    if (when < now) record(chronicle, person, when, place, { action, ...extra }, person, session.id);
  };
  byHimself("user.login", at, { identifier: person.email, metadata: { provider: "local" } });
  person.last_login_at = at;
  if (dice.chance(0.05) && person.occupation) {
    byHimself("user.profile_update", new Date(at.getTime() + 7 * MINUTE_MS), { changes: { occupation: { from: null, to: person.occupation } } });
  }
  if (person.role === "user" && dice.chance(0.02)) {
    byHimself("access.denied", new Date(at.getTime() + 3 * MINUTE_MS), { success: false, errorCode: "FORBIDDEN", metadata: { path: "/admin", method: "GET" } });
  }
  closeSession(chronicle, session, at, byHimself);
  chronicle.sessions.push(session);
}

function newSession({ dice, organizationOf }: Chronicle, person: SeedPerson, at: Date, place: Place): SeedSession {
  const device = deviceOf(place.userAgent);
  const id = dice.idAt(at);
  return {
    id,
    token_id: dice.idAt(at),
    // Of no token that anybody was given.
    token_hash: `\\x${sha256(`seed ${id}`).toString("hex")}`,
    user_id: person.id,
    organization_id: organizationOf(person),
    device_name: device.name,
    browser: device.browser,
    os: device.os,
    device_fingerprint: fingerprintOf(place.userAgent, place.ipAddress),
    ip_address: place.ipAddress,
    user_agent: place.userAgent,
    country: person.country,
    city: person.city,
    created_at: at,
    last_activity_at: at,
    expires_at: new Date(at.getTime() + SESSION_TTL_MS),
    revoked_at: null,
    revoke_reason: null,
  };
}

/** Most people sign out; the rest stays open until it expires, and a ban ends what is left. */
function closeSession({ dice, now }: Chronicle, session: SeedSession, at: Date, byHimself: (action: string, when: Date) => void): void {
  const leftAt = new Date(Math.min(at.getTime() + dice.between(5, 500) * MINUTE_MS, now.getTime()));
  session.last_activity_at = leftAt;
  if (!dice.chance(0.8) || leftAt >= now) return;
  session.revoked_at = leftAt;
  session.revoke_reason = "logout";
  byHimself("user.logout", leftAt);
}

function recordBan(chronicle: Chronicle, person: SeedPerson, administrator: SeedPerson): void {
  const { banned_at: bannedAt, ban_reason: reason, ban_expires_at: expiresAt } = person;
  if (!bannedAt) return;
  const open = chronicle.sessions.filter((session) => session.user_id === person.id && session.revoked_at === null);
  for (const session of open) Object.assign(session, { revoked_at: bannedAt, revoke_reason: "banned" });
  const metadata = { reason, expires_at: expiresAt?.toISOString() ?? null, sessions_revoked: open.length };
  record(chronicle, person, bannedAt, null, { action: "user.banned", resource: { type: "user", id: person.id }, metadata }, administrator);
}
