import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type AuditEventRow, type AuditOrigin, auditKeys, canonical, macOf, personalDigest, sealEvent } from "@/lib/audit/audit-event";
import { recordEvent } from "@/lib/audit/record-event";
import { redact } from "@/lib/audit/redact";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { armFailpoints } from "@/lib/failpoint";
import { log } from "@/lib/log";
import { newId } from "@/lib/ids";
import { makeSession } from "../factories/make-session";
import { makeViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow, sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";

const KEY = Buffer.alloc(32, 7);
const origin = (): AuditOrigin => ({ actorId: newId(), impersonatorId: null, organizationId: newId(), sessionId: newId(), requestId: newId(), ipAddress: "203.0.113.1", userAgent: "test" });

const GOLDEN: Omit<AuditEventRow, "mac"> = {
  id: "01890000-0000-7000-8000-000000000001",
  occurred_at: "2026-01-02T03:04:05.678Z",
  stream: "audit",
  action: "user.banned",
  actor_id: "01890000-0000-7000-8000-000000000002",
  impersonator_id: null,
  target_user_id: "01890000-0000-7000-8000-000000000003",
  resource_type: "user",
  resource_id: "01890000-0000-7000-8000-000000000003",
  organization_id: "01890000-0000-7000-8000-000000000004",
  session_id: null,
  request_id: "01890000-0000-7000-8000-000000000005",
  success: true,
  error_code: null,
  changes: { is_banned: { from: false, to: true }, äöü: { from: null, to: "🦊" } },
  metadata: { reason: "spam", nested: { b: 1, a: [1, "two", null] } },
  phi_accessed: false,
  personal_digest: "\\x00ff",
  key_id: "deadbeef",
};

/** A row of the database in the form in which it was signed, as a verifier reads it. */
async function readBack(id: string): Promise<AuditEventRow> {
  return oneRow<AuditEventRow & Record<string, unknown>>(
    `SELECT id, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS occurred_at, stream, action, actor_id, impersonator_id,
            target_user_id, resource_type, resource_id, organization_id, session_id, request_id, success, error_code, changes, metadata, phi_accessed,
            personal_digest::text AS personal_digest, key_id, mac::text AS mac FROM audit_events WHERE id = $1`,
    [id],
  );
}

function verifies(row: AuditEventRow): boolean {
  const { mac, ...unsigned } = row;
  return auditKeys().some(({ id, key }) => id === row.key_id && `\\x${macOf(unsigned, key)}` === mac);
}

describe("the MAC of a row @asvs V16.4.2", () => {
  it("has these golden vectors: a change here makes every stored row unverifiable", () => {
    expect(canonical({ b: 1, a: { d: undefined, c: [true, null, "x"] } })).toBe('{"a":{"c":[true,null,"x"]},"b":1}');
    expect(macOf(GOLDEN, KEY)).toBe("31955084608310d44130fe655a8b6523dbcf23e42fd3fb09b40ce6df00e3e5d7");
    expect(personalDigest({ event_id: GOLDEN.id, ip_address: "203.0.113.1", user_agent: null, identifier: "a@example.com" }, KEY)).toBe("5c273ac12dfeb658890fca9e71fb91234037c329985d4395c6799ee8a2b131e9");
  });

  it("is another one whenever any column is another one", () => {
    const mac = macOf(GOLDEN, KEY);
    for (const [column, value] of Object.entries(GOLDEN)) {
      const changed = typeof value === "boolean" ? !value : value === null ? "x" : typeof value === "string" ? `${value}x` : { ...(value as object), x: 1 };
      expect(macOf({ ...GOLDEN, [column]: changed }, KEY), column).not.toBe(mac);
    }
    expect(macOf(GOLDEN, Buffer.alloc(32, 8))).not.toBe(mac);
  });

  it("tells apart what is next to each other, and does not care for the order of keys", () => {
    expect(macOf({ ...GOLDEN, resource_type: "us", resource_id: `er${GOLDEN.resource_id}` }, KEY)).not.toBe(macOf(GOLDEN, KEY));
    expect(macOf({ ...GOLDEN, metadata: { nested: { a: [1, "two", null], b: 1 }, reason: "spam" } }, KEY)).toBe(macOf(GOLDEN, KEY));
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => (canonical(one) === canonical(two)) === (JSON.stringify(sorted(one)) === JSON.stringify(sorted(two)))));
  });

  it("verifies on rows that the database gives back, whatever JSON they hold", async () => {
    const json = fc.dictionary(fc.string({ unit: "grapheme", maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(json, fc.string({ unit: "grapheme", maxLength: 30 }), async (metadata, text) => {
        fc.pre(!JSON.stringify([metadata, text]).includes("\\u0000"));
        const rows = sealEvent({ action: "test.event", metadata, changes: { field: { from: text, to: null } }, identifier: text }, origin());
        await recordEvent(rows);
        const row = await readBack(rows.event.id);
        expect(verifies(row)).toBe(true);
        expect(verifies({ ...row, success: false })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("covers the erasable side row by its digest", async () => {
    const rows = sealEvent({ action: "test.event", identifier: "a@example.com" }, origin());
    await recordEvent(rows);
    const personal = await oneRow<typeof rows.personal & Record<string, unknown>>("SELECT event_id, ip_address, user_agent, identifier FROM audit_personal WHERE event_id = $1", [rows.event.id]);
    const [{ key } = { key: KEY }] = auditKeys();
    expect(`\\x${personalDigest(personal, key)}`).toBe(rows.event.personal_digest);
    for (const column of ["ip_address", "user_agent", "identifier"]) expect(`\\x${personalDigest({ ...personal, [column]: "other" }, key)}`).not.toBe(rows.event.personal_digest);
  });

  it("still verifies after a change of secret while the previous one is named", async () => {
    const rows = sealEvent({ action: "test.event" }, origin());
    await recordEvent(rows);
    const secret = String(process.env.AUTH_SECRET);
    await withEnv({ AUTH_SECRET: "another secret of the tests: 4b8f0c7d19ae4f2c8d3b5a6e7f809112", AUTH_SECRET_PREVIOUS: secret }, async () => {
      expect(verifies(await readBack(rows.event.id))).toBe(true);
    });
    await withEnv({ AUTH_SECRET: "another secret of the tests: 4b8f0c7d19ae4f2c8d3b5a6e7f809112" }, async () => {
      expect(verifies(await readBack(rows.event.id))).toBe(false);
    });
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, entry]) => [key, sorted(entry)]) };
}

describe("the trail is append-only @asvs V16.4.2", () => {
  it.each(["UPDATE audit_events SET action = 'x'", "UPDATE audit_events SET mac = mac", "DELETE FROM audit_events", "TRUNCATE audit_events", "TRUNCATE audit_events CASCADE"])("%s is refused by the database itself", async (text) => {
    await recordEvent(sealEvent({ action: "test.event" }, origin()));
    await rowsUnchanged(() => expect(sql(text)).rejects.toThrow(/append-only/), []);
  });

  it("also where a session pretends to be a replica", async () => {
    const { database } = await import("@/lib/db");
    const client = await database().pool.connect();
    try {
      await client.query("BEGIN; SET LOCAL session_replication_role = replica");
      await expect(client.query("DELETE FROM audit_events")).rejects.toThrow(/append-only/);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});

describe("redaction @asvs V16.2.5", () => {
  const telling = fc.constantFrom("password", "new_password", "PassWord", "passwd", "access_token", "refreshToken", "client_secret", "Cookie", "authorization", "api_key", "apiKey", "recovery_codes", "otp", "password_hash");

  it("no value under a telling name survives, at any depth", () => {
    const CANARY = "canary-3f9a";
    const leaf = fc.constantFrom(CANARY, { deep: CANARY }, [CANARY]);
    const secrets = fc.dictionary(telling, leaf, { minKeys: 1 });
    const around = fc.letrec<{ node: unknown }>((tie) => ({ node: fc.oneof(secrets, fc.record({ harmless: tie("node") }), fc.array(tie("node"), { maxLength: 2 })) })).node;
    fc.assert(fc.property(around, (value) => !JSON.stringify(redact(value)).includes(CANARY)));
  });

  it("everything else stays, long texts are cut, and nothing is changed in place", () => {
    const given = { name: "Grace", list: [1, null, true], when: new Date(0), long: "x".repeat(600), password: null };
    const copy = structuredClone(given);
    expect(redact(given)).toEqual({ ...given, long: `${"x".repeat(500)}…` });
    expect(given).toEqual(copy);
    expect(redact(`${"x".repeat(499)}🦊`)).toBe(`${"x".repeat(499)}…`);
  });

  it("nesting without end is cut", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain("[nested]");
  });
});

describe("a change and its row commit together, or neither does", () => {
  const cases = [
    ["sessions.end-others", async () => {
      const viewer = await makeViewer();
      await makeSession(viewer.user);
      return () => callAs(viewer).run(endOtherSessions);
    }],
    ["account.change-password", async () => {
      const viewer = await makeViewer();
      return () => callAs(viewer).run(changePassword, { input: { current_password: viewer.user.password, new_password: "another that nobody knows" } });
    }],
  ] as const;

  it.each(cases)("%s: a crash before the row, or between row and commit, leaves nothing", async (name, prepare) => {
    for (const point of ["before-audit", "before-commit"]) {
      const work = await prepare();
      armFailpoints([`${name}:${point}`]);
      await rowsUnchanged(async () => expect(work()).rejects.toThrow("failpoint"), ["rate_limits"]);
      armFailpoints([]);
      expect(await auditRowsOf(work)).toHaveLength(1);
    }
  });

  it("a row that cannot be written takes the change back", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    await sql("ALTER TABLE audit_events ADD CONSTRAINT full_disk CHECK (action <> 'session.revoked_all') NOT VALID");
    try {
      await expect(callAs(viewer).run(endOtherSessions)).rejects.toThrow();
      const { revoked } = await oneRow<{ revoked: Date | null }>("SELECT revoked_at AS revoked FROM sessions WHERE id = $1", [other.sessionId]);
      expect(revoked).toBeNull();
    } finally {
      await sql("ALTER TABLE audit_events DROP CONSTRAINT full_disk");
    }
  });

  it.each([["user.login", "login"], ["user.signup", "register"], ["token.refresh", "token/refresh"], ["user.logout", "logout"]])("%s: the single statement fails as a whole", async (action, path) => {
    const { http } = await import("../setup/http");
    const routes = {
      login: await import("@/app/api/auth/login/route"),
      register: await import("@/app/api/auth/register/route"),
      "token/refresh": await import("@/app/api/auth/token/refresh/route"),
      logout: await import("@/app/api/auth/logout/route"),
    };
    const viewer = await makeViewer();
    const body = { email: path === "register" ? "crash@example.com" : viewer.user.email, password: viewer.user.password, refresh_token: viewer.refreshToken };
    const route = routes[path as keyof typeof routes];
    const logged = vi.spyOn(log, "error").mockReturnValue();
    await sql(`ALTER TABLE audit_events ADD CONSTRAINT full_disk CHECK (action <> '${action}') NOT VALID`);
    try {
      const answer = await rowsUnchanged(() => http(route, { body }), ["rate_limits"]);
      expect(logged).toHaveBeenCalledOnce();
      expect(answer).toMatchObject({ status: 500, body: { code: "INTERNAL_ERROR" }, cookies: {} });
      expect(JSON.stringify(answer.body)).not.toMatch(/full_disk|audit_events|constraint/);
    } finally {
      logged.mockRestore();
      await sql("ALTER TABLE audit_events DROP CONSTRAINT full_disk");
    }
    expect((await http(route, { body })).status).toBeLessThan(300);
  });
});
