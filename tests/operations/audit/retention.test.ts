import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOTHING_BEFORE } from "@/lib/audit/seal";
import { sealPending } from "@/lib/audit/seal-pending";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { database } from "@/lib/db";
import { makeEvents } from "../../factories/make-events";
import { auditRowsOf } from "../../setup/audit-rows";
import { freshDatabase } from "../../setup/fresh-database";
import { before, dropAll, type Dropper, EVENTS_A_MONTH, makeDropper, sealMonths, sealNumbers, tamper, YEAR } from "../../setup/retention-trail";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

let retention: Dropper;
beforeEach(async () => {
  await freshDatabase();
  retention = await makeDropper();
});
afterEach(() => retention.client.end());

describe("what is dropped", () => {
  it("is exactly the sealed periods that are wholly older, with their side rows, and nothing else", async () => {
    await sealMonths(6);
    const [waiting] = await makeEvents(null, [{ action: "user.login", occurredAt: new Date(Date.UTC(YEAR, 0, 5)) }]);
    // A month in: the fourth seal has events on both sides.
    expect(await dropAll(retention, { ...before(4), before: new Date(Date.UTC(YEAR, 3, 2)) })).toEqual([9]);
    expect(await sealNumbers()).toEqual([4, 5, 6]);
    expect(await oneRow("SELECT count(*)::int AS n, min(occurred_at) AS first FROM audit_events WHERE action = 'user.login_failed'")).toEqual({ n: 9, first: new Date(Date.UTC(YEAR, 3)) });
    expect(await oneRow("SELECT count(*)::int AS n FROM audit_personal WHERE identifier = 'somebody@example.com'")).toEqual({ n: 9 });
    expect(await sql("SELECT id FROM audit_events WHERE id = $1", [waiting?.id])).toHaveLength(1);
  });

  it("goes oldest first without a gap: what stands behind something younger stays", async () => {
    for (const month of [0, 8, 1, 9]) {
      await makeEvents(null, [{ action: "row.written", occurredAt: new Date(Date.UTC(YEAR, month)) }]);
      await sealPending();
    }
    expect(await dropAll(retention, before(6))).toEqual([1]);
    expect(await sealNumbers()).toEqual([2, 3, 4]);
  });

  it("is never the last seal, which the next one has to name", async () => {
    await sealMonths(3);
    expect(await dropAll(retention, before(12))).toEqual([6]);
    expect(await sealNumbers()).toEqual([3]);
    await sealPending();
    expect(await verifyTrail()).toMatchObject({ ok: true, seals: 2 });
    expect(await dropAll(retention, before(12))).toEqual([3]);
    expect(await sealNumbers()).toEqual([4]);
  });

  it("leaves one tombstone and one row for each piece, in the piece's own transaction", async () => {
    await sealMonths(5);
    const rows = await auditRowsOf(() => dropAll(retention, before(5), 2));
    expect(rows.map(({ action, identifier, metadata }) => ({ action, identifier, metadata }))).toEqual([
      {
        action: "audit.retention_applied",
        identifier: "the tests",
        metadata: { tombstone: 1, first_seal: 1, last_seal: 2, events: 6, first_at: "2019-01-01T00:00:00.000Z", last_at: "2019-02-03T00:00:00.000Z", before: "2019-05-01T00:00:00.000Z", verified: true },
      },
      expect.objectContaining({ metadata: expect.objectContaining({ tombstone: 2, first_seal: 3, last_seal: 4, events: 6 }) }),
    ]);
    expect(await sql("SELECT number, first_seal, last_seal, events, first_at, last_at, is_verified, applied_by FROM audit_tombstones ORDER BY number")).toEqual([
      { number: 1, first_seal: 1, last_seal: 2, events: 6, first_at: new Date("2019-01-01"), last_at: new Date("2019-02-03"), is_verified: true, applied_by: "the tests" },
      { number: 2, first_seal: 3, last_seal: 4, events: 6, first_at: new Date("2019-03-01"), last_at: new Date("2019-04-03"), is_verified: true, applied_by: "the tests" },
    ]);
  });

  it("is nothing of a period that is not as it was signed, unless that is asked for, which stays to be seen", async () => {
    await sealMonths(4);
    const [third] = await sql<{ id: string }>("SELECT ids[2] AS id FROM audit_seals WHERE number = 3");
    await tamper("audit_events", "UPDATE audit_events SET success = NOT success WHERE id = $1", [third?.id]);
    expect((await retention.drop(before(12)))?.events).toBe(6);
    await rowsUnchanged(() => expect(retention.drop(before(12))).rejects.toMatchObject({ found: { event_id: third?.id, digest: "mac", seal: 3 } }), []);
    expect(await retention.drop({ ...before(12), mayBeBroken: true })).toMatchObject({ first_seal: 3, last_seal: 3, events: 3, is_verified: false });
    expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { events: 9, seals: 3, unverified: 3 } });
  });

  it("is nothing while a tombstone does not hold", async () => {
    await sealMonths(5);
    await retention.drop(before(12), 1);
    await tamper("audit_tombstones", "UPDATE audit_tombstones SET events = 2");
    await rowsUnchanged(async () => {
      for (const mayBeBroken of [false, true]) await expect(retention.drop({ ...before(12), mayBeBroken })).rejects.toMatchObject({ found: { digest: "tombstone" } });
    }, []);
  });

  it.each([9, 0])("vouches for no tombstone whose key is not known, though it says that %i events were verified", async (events) => {
    await sealMonths(6);
    const ids = (await sql<{ ids: string[] }>("SELECT ids FROM audit_seals WHERE number <= 3")).flatMap((seal) => seal.ids);
    await tamper("audit_seals", "DELETE FROM audit_seals WHERE number <= 3");
    await tamper("audit_events", "DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [ids]);
    await sql(
      `INSERT INTO audit_tombstones (number, first_seal, last_seal, events, first_at, last_at, fingerprint, is_verified, applied_at, applied_by, previous, key_id, signature)
       SELECT 1, 1, 3, $2, '2019-01-01', '2019-03-03', previous, true, '2025-01-01', 'somebody', $1, '0123456789abcdef', '\\x00' FROM audit_seals WHERE number = 4`,
      [NOTHING_BEFORE, events],
    );
    await rowsUnchanged(() => expect(retention.drop(before(12), 1)).rejects.toMatchObject({ found: { digest: "tombstone" } }), []);
    expect(await retention.drop({ ...before(12), mayBeBroken: true }, 1)).toMatchObject({ number: 2, events: 3, is_verified: false });
    expect(await retention.drop(before(12), 1)).toMatchObject({ number: 3, events: 3, is_verified: true });
    expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { events: events + 6, seals: 5, unverified: events + 3 } });
  });

  it("by two at once is the same: each waits for the other's piece", async () => {
    await sealMonths(9);
    const other = await makeDropper();
    try {
      const both = await Promise.all([retention, other].map((dropper) => dropAll(dropper, before(12), 1)));
      expect(both.flat()).toEqual(Array.from({ length: 8 }, () => EVENTS_A_MONTH));
      expect((await sql("SELECT number, first_seal FROM audit_tombstones ORDER BY number")).map(({ number, first_seal }) => [number, first_seal])).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((at) => [at, at]));
      expect(await verifyTrail()).toMatchObject({ ok: true });
    } finally {
      await other.client.end();
    }
  });
});

describe("who may", () => {
  const statements = ["DELETE FROM audit_events", "DELETE FROM audit_seals"];

  it.each(statements)("%s: not the application's role, whatever it sets or becomes", async (text) => {
    await sealMonths(2);
    const application = await database().pool.connect();
    try {
      await rowsUnchanged(async () => {
        for (const guise of ["SELECT 1", "SET LOCAL ROLE gatehouse_retention", "SET LOCAL session_replication_role = replica", "SET LOCAL gatehouse.role = 'gatehouse_retention'"]) {
          await application.query(`BEGIN; ${guise}`);
          await expect(application.query(text), guise).rejects.toThrow(/append-only/);
          await application.query("ROLLBACK");
        }
      }, []);
    } finally {
      application.release();
    }
  });

  it.each(["UPDATE audit_events SET success = true", "TRUNCATE audit_events", "UPDATE audit_seals SET number = number", "UPDATE audit_tombstones SET events = 0", "DELETE FROM audit_tombstones", "DELETE FROM users", "SELECT * FROM users", "DELETE FROM audit_seal_head"])(
    "%s: not the role of the retention either",
    async (text) => {
      await sealMonths(1);
      await rowsUnchanged(() => expect(retention.client.query(text)).rejects.toThrow(/permission denied/), []);
    },
  );

  it.each(["UPDATE", "DELETE", "TRUNCATE"])("%s of tombstones: nobody, the owner of the tables included", async (verb) => {
    await sealMonths(3);
    await retention.drop(before(12));
    await rowsUnchanged(() => expect(sql({ UPDATE: "UPDATE audit_tombstones SET events = 0", DELETE: "DELETE FROM audit_tombstones", TRUNCATE: "TRUNCATE audit_tombstones" }[verb] ?? "")).rejects.toThrow(/audit_tombstones is append-only/), []);
  });
});
