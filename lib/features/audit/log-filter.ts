/** What a list or an export of events is narrowed to: from the query to conditions, each of which an index serves. */
import { isIP } from "node:net";
import type { Scope } from "@/lib/access/policy";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { containsPattern } from "@/lib/pagination";
import { endOf, type LogFilterQuery, startOf } from "./schema";

const { sql, join } = Prisma;

export interface LogFilter extends Omit<LogFilterQuery, "start_date" | "end_date"> {
  /** One of these. */
  actions?: readonly string[];
  from?: Date;
  /** Exclusive. */
  to?: Date;
}

/** Days and instants of a query as the ends of a range; `rest` is passed on. */
export function toFilter<Query extends { start_date?: string; end_date?: string }>({ start_date: start, end_date: end, ...rest }: Query) {
  return { ...rest, from: start ? startOf(start) : undefined, to: end ? endOf(end) : undefined };
}

/** Where the labels of people come from: a scope names its own members and nobody else's. */
const labelled = (scope: Scope) =>
  scope.kind === "platform"
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = p.id AND m.organization_id = ${scope.organizationId}::uuid)`;

export const label = (scope: Scope, column: Prisma.Sql) => sql`(SELECT p.email FROM users p WHERE p.id = ${column} AND ${labelled(scope)})`;

export const inScope = (scope: Scope) => (scope.kind === "platform" ? sql`true` : sql`e.organization_id = ${scope.organizationId}::uuid`);

/** `user.*`: the names between `user.` and the next character after the dot. */
export const actionIs = (action: string) =>
  action.endsWith("*") ? sql`starts_with(e.action, ${action.slice(0, -1)}::text)` : sql`e.action = ${action}`;

export const concerns = (userId: string) => sql`(e.actor_id = ${userId}::uuid OR e.target_user_id = ${userId}::uuid)`;

const isFrom = (address: string) => sql`e.id IN (SELECT d2.event_id FROM audit_personal d2 WHERE d2.ip_address = ${address})`;

function actorMatches(scope: Scope, text: string): Prisma.Sql {
  if (isId(text.toLowerCase())) return sql`e.actor_id = ${text.toLowerCase()}::uuid`;
  const pattern = containsPattern(text);
  return sql`e.actor_id IN (SELECT p.id FROM users p WHERE ${labelled(scope)} AND (lower(p.email) LIKE lower(${pattern}::text)
    OR lower(p.username) LIKE lower(${pattern}::text) OR lower(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) LIKE lower(${pattern}::text)))`;
}

/** An address, a request's id, or the beginning of an action. One of them, so that each has its index. */
function wordMatches(word: string): Prisma.Sql {
  if (isIP(word)) return isFrom(word);
  return isId(word.toLowerCase()) ? sql`e.request_id = ${word.toLowerCase()}` : sql`starts_with(e.action, ${word}::text)`;
}

/** A partial index is found by its own words only, never through a parameter. */
const STREAMS = { audit: sql`e.stream = 'audit'`, activity: sql`e.stream = 'activity'` };

export function conditions(scope: Scope, filter: LogFilter): Prisma.Sql {
  const all = [inScope(scope)];
  const add = <Value>(value: Value | undefined, condition: (value: Value) => Prisma.Sql) => {
    if (value !== undefined) all.push(condition(value));
  };
  add(filter.action, actionIs);
  add(filter.actions, (actions) => sql`e.action = ANY(${actions})`);
  add(filter.actor_user_id, (id) => sql`e.actor_id = ${id}::uuid`);
  add(filter.actor, (text) => actorMatches(scope, text));
  add(filter.target_user_id, (id) => sql`e.target_user_id = ${id}::uuid`);
  add(filter.user_id, concerns);
  add(filter.resource_type, (type) => sql`e.resource_type = ${type}`);
  add(filter.resource_id, (id) => sql`e.resource_id = ${id}`);
  add(filter.success, (success) => (success ? sql`e.success` : sql`NOT e.success`));
  add(filter.from, (from) => sql`e.occurred_at >= ${from}::timestamptz`);
  add(filter.to, (to) => sql`e.occurred_at < ${to}::timestamptz`);
  add(filter.session_id, (id) => sql`e.session_id = ${id}::uuid`);
  add(filter.ip, isFrom);
  add(filter.stream, (stream) => STREAMS[stream]);
  add(filter.phi_accessed, (phi) => (phi ? sql`e.phi_accessed` : sql`NOT e.phi_accessed`));
  add(filter.q, wordMatches);
  return join(all, " AND ");
}
