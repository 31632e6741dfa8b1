import { beforeEach, describe, expect, it } from "vitest";
import { sealPending } from "@/lib/audit/seal-pending";
import { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import { runDueJobs } from "@/lib/outbox/run-due-jobs";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { freshDatabase } from "../../setup/fresh-database";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const events = (count: number) => Array.from({ length: count }, (_, at) => ({ action: "row.written", metadata: { at } }));
const platform = () => makeViewer(["audit.verify"], { reach: "platform" });

/** As the owner of the database can. */
const tamper = (text: string, values: unknown[] = []) =>
  sql("ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only")
    .then(() => sql(text, values))
    .finally(() => sql("ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only"));

beforeEach(freshDatabase);

describe("sealing", () => {
  it("takes everything once, in order, in batches, each naming the one before", async () => {
    await makeEvents(null, events(2300));
    expect(await sealPending()).toBe(2300);
    expect(await sealPending()).toBe(0);
    expect(await sql("SELECT number, cardinality(ids) AS events FROM audit_seals ORDER BY number")).toEqual([{ number: 1, events: 1000 }, { number: 2, events: 1000 }, { number: 3, events: 300 }]);
    expect(await oneRow("SELECT count(*)::int AS n FROM audit_unsealed")).toEqual({ n: 0 });
    expect(await oneRow("SELECT array_agg(id ORDER BY ordinality) = array_agg(id ORDER BY id) AS ordered FROM audit_seals s, unnest(s.ids) WITH ORDINALITY AS t(id, ordinality) WHERE s.number = 2")).toEqual({ ordered: true });
  });

  it("is done by the due jobs, and by one sealer at a time", async () => {
    await makeEvents(null, events(5));
    await travel(MINUTE);
    await runDueJobs();
    expect(await sql("SELECT cardinality(ids) AS events FROM audit_seals")).toEqual([{ events: 5 }]);
    await makeEvents(null, events(40));
    const sealed = await Promise.all([sealPending(), sealPending(), sealPending()]);
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(await callAs(await platform()).output(verifyTrail)).toMatchObject({ ok: true, complete: true });
  });

  it("does not hold up a writer", async () => {
    const { database } = await import("@/lib/db");
    const client = await database().pool.connect();
    try {
      await makeEvents(null, events(3));
      await client.query("BEGIN; SELECT pg_advisory_xact_lock(7140022); DELETE FROM audit_unsealed");
      await makeEvents(null, events(3));
      expect(await sealPending()).toBe(0);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
    expect(await sealPending()).toBe(6);
  });

  it.each(["UPDATE audit_seals SET sealed_at = sealed_at", "DELETE FROM audit_seals", "TRUNCATE audit_seals"])("%s is refused by the database itself", async (text) => {
    await makeEvents(null, events(1));
    await sealPending();
    await expect(sql(text)).rejects.toThrow(/audit_seals is append-only/);
  });
});

describe("allowed", () => {
  it("checks events and seals, sealed or not, and says where the trail ends", async () => {
    const viewer = await platform();
    await makeEvents(null, events(30));
    await sealPending();
    await makeEvents((await makeOrganization()).id, events(4));
    const answer = await callAs(viewer).output(verifyTrail);
    expect(answer).toMatchObject({
      ok: true, complete: true, next: null, covers: "everything", checked: { events: 34, seals: 1, erased: 0 }, first_bad: null,
      last_seal: { number: 1, key_id: expect.stringMatching(/^[0-9a-f]{8}$/), fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it("goes on where the answer before ended", async () => {
    const viewer = await platform();
    for (let batch = 0; batch < 3; batch += 1) {
      await makeEvents(null, events(20));
      await sealPending();
    }
    await makeEvents(null, events(1500));
    const seen: (string | null)[] = [];
    let checked = 0;
    for (let from: string | null | undefined = undefined; from !== null; ) {
      const answer: { next: string | null; ok: boolean; checked: { events: number } } = await callAs(viewer).output(verifyTrail, { query: { limit: "25", ...(from ? { from } : {}) } });
      expect(answer.ok).toBe(true);
      checked += answer.checked.events;
      from = answer.next;
      seen.push(from);
    }
    expect(checked).toBe(1560);
    expect(seen).toEqual(["3", expect.stringMatching(/^unsealed:/), null]);
  });

  it("looks at the seals of some days alone", async () => {
    const viewer = await platform();
    const at = (day: string) => ({ action: "row.written", occurredAt: new Date(day) });
    for (const day of ["2026-01-01", "2026-02-01", "2026-03-01"]) {
      await makeEvents(null, [at(day)]);
      await sealPending();
    }
    expect(await callAs(viewer).output(verifyTrail, { query: { start_date: "2026-02-01", end_date: "2026-02-27" } })).toMatchObject({ ok: true, complete: true, checked: { events: 1, seals: 1 }, last_seal: { number: 2 } });
  });

  it("names the first bad event, its time and its digest", async () => {
    const viewer = await platform();
    const rows = await makeEvents(null, events(50));
    await sealPending();
    const [, , third, , fifth] = rows;
    await tamper("UPDATE audit_events SET success = false WHERE id = ANY($1::uuid[])", [[fifth?.id, third?.id]]);
    expect(await callAs(viewer).output(verifyTrail)).toMatchObject({ ok: false, complete: false, first_bad: { event_id: third?.id, timestamp: third?.occurred_at, seal: 1, digest: "mac" } });
  });

  it("misses an event that was deleted, sealed or waiting", async () => {
    const viewer = await platform();
    const [sealed] = await makeEvents(null, events(3));
    await sealPending();
    const [waiting] = await makeEvents(null, events(3));
    await tamper("DELETE FROM audit_events WHERE id = $1", [waiting?.id]);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ event_id: waiting?.id, digest: "seal" });
    // What is gone before its seal is neither sealed over nor forgotten.
    expect(await sealPending()).toBe(2);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ event_id: waiting?.id });
    await tamper("DELETE FROM audit_events WHERE id = $1", [sealed?.id]);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ event_id: sealed?.id, seal: 1, digest: "seal" });
  });

  it("seals that were cut off stay missing when others follow", async () => {
    const viewer = await platform();
    for (let batch = 0; batch < 3; batch += 1) {
      await makeEvents(null, events(2));
      await sealPending();
    }
    await sql("ALTER TABLE audit_seals DISABLE TRIGGER audit_seals_append_only");
    const [cut] = await sql<{ ids: string[] }>("DELETE FROM audit_seals WHERE number = 3 RETURNING ids");
    await tamper("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [cut?.ids]);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ seal: 3, digest: "seal_head" });
    await makeEvents(null, events(2));
    await sealPending();
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ seal: 3, digest: "seal_order" });
  });

  it("an erased personal side is no fault, a changed one is", async () => {
    const viewer = await platform();
    const [erased, changed] = await makeEvents(null, [{ action: "user.login_failed", identifier: "a@example.com", ip: "203.0.113.1" }, { action: "user.login_failed", identifier: "b@example.com" }]);
    await sql("DELETE FROM audit_personal WHERE event_id = $1", [erased?.id]);
    expect(await callAs(viewer).output(verifyTrail)).toMatchObject({ ok: true, checked: { events: 2, erased: 1 } });
    await sql("UPDATE audit_personal SET identifier = 'c@example.com' WHERE event_id = $1", [changed?.id]);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ event_id: changed?.id, digest: "personal_digest" });
  });

  it("still verifies after a change of secret while the previous one is named, and says so where it is not", async () => {
    const secret = String(process.env.AUTH_SECRET);
    const [event] = await makeEvents(null, events(2));
    await sealPending();
    const AUTH_SECRET = "another secret of the tests: 0d91f2c4b7a84e53a6d1c0e9f8b7a615";
    await withEnv({ AUTH_SECRET, AUTH_SECRET_PREVIOUS: secret }, async () => {
      await makeEvents(null, events(2));
      await sealPending();
      expect(await callAs(await platform()).output(verifyTrail)).toMatchObject({ ok: true, checked: { seals: 2 } });
    });
    await withEnv({ AUTH_SECRET }, async () => {
      expect((await callAs(await platform()).output(verifyTrail)).first_bad).toMatchObject({ seal: 1, digest: "seal_signature" });
    });
    expect(event).toBeDefined();
  });
});

describe("tenancy", () => {
  it("an auditor of one organization verifies its events, and learns nothing of the others'", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const viewer = await makeViewer(["audit.verify"], { organization: here });
    const rows = await makeEvents(here.id, Array.from({ length: 7 }, (_, at) => ({ action: "row.written", occurredAt: new Date(Date.UTC(2026, 0, 1 + at)) })));
    const [foreign] = await makeEvents(there.id, events(3));
    await sealPending();
    await tamper("UPDATE audit_events SET action = 'x' WHERE id = $1", [foreign?.id]);
    expect(await callAs(viewer).output(verifyTrail)).toMatchObject({ ok: true, complete: true, covers: "own_organization", checked: { events: 7, seals: 0 }, last_seal: null });
    const first = await callAs(viewer).output(verifyTrail, { query: { limit: "5" } });
    expect(first).toMatchObject({ ok: true, complete: false, checked: { events: 5 } });
    expect(await callAs(viewer).output(verifyTrail, { query: { limit: "5", from: String(first.next) } })).toMatchObject({ complete: true, checked: { events: 2 } });
    await tamper("UPDATE audit_events SET action = 'x' WHERE id = $1", [rows[3]?.id]);
    expect((await callAs(viewer).output(verifyTrail)).first_bad).toMatchObject({ event_id: rows[3]?.id, digest: "mac", seal: null });
    expect(await callAs(viewer).refusal(verifyTrail, { query: { from: "1" } })).toMatchObject({ status: 422 });
    expect(await callAs(await platform()).refusal(verifyTrail, { query: { from: String(first.next) } })).toMatchObject({ status: 422 });
  });
});

describe("refused and invalid", () => {
  expectRefused(verifyTrail, {
    valid: () => ({}),
    caller: platform,
    insufficient: ["audit.view", "audit.export"],
    invalidQuery: { "too many at once": { limit: "100001" }, "a place that is none": { from: "the beginning" }, "a seal beyond all": { from: "9999999999" }, "a day that is none": { start_date: "2026-02-30" } },
  });

  it("writes nothing", async () => {
    const viewer = await platform();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(verifyTrail), ["rate_limits"]))).toEqual([]);
  });
});
