/** Every filter of the lists at 120,000 events: no sequential scan of the trail, and an answer well within a request. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/access/policy";
import { database } from "@/lib/db";
import { toFilter } from "@/lib/features/audit/log-filter";
import { countEvents, listEvents } from "@/lib/features/audit/repo";
import type { LogFilterQuery } from "@/lib/features/audit/schema";
import { SECURITY_ACTIONS } from "@/lib/features/audit/security-actions";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { sql } from "../../setup/sql";

const EVENTS = 120_000;

/** Unsigned: only the plans matter here. A hundred people and ten organizations; one event in fifty is an activity. */
const FILL = `
  INSERT INTO audit_events (id, occurred_at, stream, action, actor_id, target_user_id, resource_type, resource_id, organization_id, session_id, request_id, success, phi_accessed, personal_digest, key_id, mac)
  SELECT gen_random_uuid(), now() - n * interval '1 minute', CASE WHEN n % 50 = 0 THEN 'activity' ELSE 'audit' END,
         (ARRAY['user.login', 'user.logout', 'token.refresh', 'user.profile_update', 'rbac.role_assigned'])[1 + (n % 97) % 5],
         md5((n % 100)::text)::uuid, md5((n % 89)::text)::uuid, 'user', (n % 1000)::text, CASE WHEN n % 10 = 0 THEN $1::uuid ELSE md5((n % 10)::text)::uuid END,
         md5((n / 20)::text)::uuid, md5(n::text)::uuid::text, n % 13 <> 0, n % 500 = 0, '', 'k', ''
    FROM generate_series(1, $2::int) n`;

let scopes: Scope[];
let userId: string;

beforeAll(async () => {
  const organization = await makeOrganization();
  userId = (await makeUser({ organization })).id;
  scopes = [{ kind: "platform" }, { kind: "organization", organizationId: organization.id }];
  const client = await database().pool.connect();
  try {
    await client.query("SET statement_timeout = 0");
    await client.query({ text: FILL, values: [organization.id, EVENTS], query_timeout: 60_000 } as never);
    await client.query({ text: "INSERT INTO audit_personal (event_id, ip_address) SELECT id, '203.0.113.' || (row_number() OVER () % 250) FROM audit_events", query_timeout: 60_000 } as never);
    await client.query({ text: "ANALYZE audit_events, audit_personal", query_timeout: 60_000 } as never);
  } finally {
    client.release(true);
  }
}, 120_000);

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

interface Sent {
  text: string;
  values: unknown[];
}

/** The statements that `work` sends, as they are sent. */
async function sentBy(work: () => Promise<unknown>): Promise<Sent[]> {
  const { pool } = database();
  const sent: Sent[] = [];
  const original = pool.query.bind(pool);
  pool.query = ((query: { text?: string; values?: unknown[] } | string, values?: unknown[]) => {
    sent.push(typeof query === "string" ? { text: query, values: values ?? [] } : { text: query.text ?? "", values: query.values ?? values ?? [] });
    return original(query as string, values);
  }) as typeof pool.query;
  try {
    await work();
  } finally {
    pool.query = original as typeof pool.query;
  }
  return sent;
}

async function scannedInFull(work: () => Promise<unknown>): Promise<string[]> {
  const statements = await sentBy(work);
  expect(statements.length).toBeGreaterThan(0);
  const plans = await Promise.all(statements.map(({ text, values }) => sql<{ "QUERY PLAN": { Plan: Plan }[] }>(`EXPLAIN (FORMAT JSON) ${text}`, values)));
  return plans.flatMap(([row]) => nodesOf((row?.["QUERY PLAN"][0] as { Plan: Plan }).Plan)).filter((node) => node["Node Type"] === "Seq Scan" && /^audit_/.test(node["Relation Name"] ?? "")).map((node) => String(node["Relation Name"]));
}

const WINDOW = { after: null, offset: 0, limit: 100 };

const FILTERS: Record<string, () => LogFilterQuery> = {
  nothing: () => ({}),
  action: () => ({ action: "rbac.role_assigned" }),
  "an action that never was": () => ({ action: "user.never" }),
  "a kind of actions": () => ({ action: "rbac.*" }),
  "a kind that never was": () => ({ action: "never.*" }),
  actor_user_id: () => ({ actor_user_id: userId }),
  actor: () => ({ actor: "example.com" }),
  target_user_id: () => ({ target_user_id: userId }),
  user_id: () => ({ user_id: userId }),
  resource: () => ({ resource_type: "user", resource_id: "7" }),
  resource_type: () => ({ resource_type: "never" }),
  "success=false": () => ({ success: false }),
  "success=true": () => ({ success: true }),
  period: () => ({ start_date: "2026-01-01", end_date: "2026-01-02" }),
  session_id: () => ({ session_id: newId() }),
  ip: () => ({ ip: "203.0.113.7" }),
  "stream=activity": () => ({ stream: "activity" }),
  "stream=audit": () => ({ stream: "audit" }),
  phi_accessed: () => ({ phi_accessed: true }),
  "q: a request": () => ({ q: newId() }),
  "q: an address": () => ({ q: "203.0.113.7" }),
  "q: the beginning of an action": () => ({ q: "rbac." }),
};

it("a scan of everything would be seen", async () => {
  expect(await scannedInFull(() => database().pool.query("SELECT count(*) FROM audit_events WHERE error_code = 'never'"))).toEqual(["audit_events"]);
});

describe.each(["platform", "organization"] as const)("as far as the %s", (kind) => {
  const scope = () => scopes.find((candidate) => candidate.kind === kind) as Scope;

  it.each(Object.entries(FILTERS))("%s", async (_, filter) => {
    expect(await scannedInFull(() => listEvents(scope(), toFilter(filter()), WINDOW))).toEqual([]);
    const begun = performance.now();
    await countEvents(scope(), toFilter(filter()), 10_001);
    expect(performance.now() - begun).toBeLessThan(1500);
  });

  it("behind a cursor, and of security", async () => {
    const after = { at: new Date(Date.now() - 60 * 24 * 3_600_000), id: newId() };
    expect(await scannedInFull(() => listEvents(scope(), {}, { ...WINDOW, after }))).toEqual([]);
    expect(await scannedInFull(() => listEvents(scope(), { actions: SECURITY_ACTIONS, from: after.at }, WINDOW))).toEqual([]);
  });
});
