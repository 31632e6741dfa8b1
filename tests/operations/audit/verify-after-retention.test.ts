import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ask, sealPending } from "@/lib/audit/seal-pending";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { verifyTrail as verifyOperation } from "@/lib/features/audit/operations/verify-trail";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { freshDatabase } from "../../setup/fresh-database";
import { before, type Dropper, EVENTS_A_MONTH, firstFault, makeDropper, sealMonths, tamper, YEAR } from "../../setup/retention-trail";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

let retention: Dropper;
beforeEach(async () => {
  await freshDatabase();
  retention = await makeDropper();
  await sealMonths(7);
});
afterEach(() => retention.client.end());

describe("a verification after retention", () => {
  it("goes on from the tombstones, at every moment, and says what was dropped", async () => {
    expect(await verifyTrail()).toMatchObject({ ok: true, events: 21, seals: 7, dropped: null });
    for (const [kept, seal] of [[6, 1], [5, 2], [4, 3]] as const) {
      await retention.drop(before(12), 1);
      expect(await verifyTrail()).toMatchObject({ ok: true, events: kept * EVENTS_A_MONTH + seal, seals: kept, dropped: { events: seal * EVENTS_A_MONTH, seals: seal, unverified: 0 } });
    }
    const answer = await callAs(await makeViewer(["audit.verify"], { reach: "platform" })).output(verifyOperation, { query: { limit: "5" } });
    expect(answer).toMatchObject({ ok: true, complete: false, next: "6", dropped: { events: 9, seals: 3, until: "2019-03-03T00:00:00.000Z", unverified: 0 } });
    for (const from of ["1", "4", "5", "6"]) expect(await verifyTrail({ from })).toMatchObject({ ok: true });
    expect(await verifyTrail({ start: new Date(Date.UTC(YEAR, 1)), end: new Date(Date.UTC(YEAR, 4)) })).toMatchObject({ ok: true, seals: 1, events: 3 });
  });

  it("is not misled by what is dropped while it looks", async () => {
    let looked = 0;
    const meanwhile: Ask = async <Row>(text: string, values: unknown[] = []) => {
      // Between two of its statements, wherever: behind the seal, and behind its events.
      looked += 1;
      if ([3, 6].includes(looked)) await retention.drop(before(12), 2);
      return sql(text, values) as Promise<Row[]>;
    };
    expect(await verifyTrail({}, meanwhile)).toMatchObject({ ok: true, last_seal: { number: 7 }, dropped: { events: 12, seals: 4 } });
    looked = 0;
    await sealPending();
    expect(await verifyTrail({ from: "6" }, meanwhile)).toMatchObject({ ok: true, dropped: { seals: 7 } });
  });

  it("misses an event beside the tombstones", async () => {
    await retention.drop(before(4));
    const [gone] = await sql<{ id: string }>("SELECT ids[1] AS id FROM audit_seals WHERE number = 4");
    await tamper("audit_events", "DELETE FROM audit_events WHERE id = $1", [gone?.id]);
    expect(await firstFault()).toMatchObject({ event_id: gone?.id, seal: 4, digest: "seal" });
  });

  it("misses a seal between tombstone and trail, with its events or without", async () => {
    await retention.drop(before(4));
    const [gone] = await sql<{ ids: string[] }>("SELECT ids FROM audit_seals WHERE number = 4");
    await tamper("audit_seals", "DELETE FROM audit_seals WHERE number = 4");
    expect(await firstFault()).toMatchObject({ seal: 4, digest: "seal_order" });
    await tamper("audit_events", "DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [gone?.ids]);
    expect(await firstFault()).toMatchObject({ seal: 4, digest: "seal_order" });
  });

  it.each(["events = events + 1", "last_seal = last_seal + 1", "first_at = first_at - interval '1 day'", "is_verified = NOT is_verified", "applied_by = 'nobody'", "fingerprint = previous", "key_id = 'deadbeef'", "signature = signature || '\\x00'"])("names a tombstone whose %s", async (change) => {
    await retention.drop(before(3));
    await retention.drop(before(5));
    await tamper("audit_tombstones", `UPDATE audit_tombstones SET ${change} WHERE number = 2`);
    expect(await firstFault()).toMatchObject({ digest: "tombstone", seal: 3, event_id: null });
  });

  it("names one in the middle whose key is said to be another, which nobody knows", async () => {
    for (const month of [3, 5, 6]) await retention.drop(before(month));
    await tamper("audit_tombstones", "UPDATE audit_tombstones SET key_id = 'deadbeef', events = 1 WHERE number = 2");
    expect(await firstFault()).toMatchObject({ digest: "tombstone", seal: 3, problem: "Tombstone 2 is not the one that 3 names." });
  });

  it("misses a tombstone that was removed, the last one as well", async () => {
    for (const month of [3, 5, 6]) await retention.drop(before(month));
    await tamper("audit_tombstones", "DELETE FROM audit_tombstones WHERE number = 3");
    expect(await firstFault()).toMatchObject({ seal: 5, digest: "seal_order" });
    await tamper("audit_tombstones", "DELETE FROM audit_tombstones WHERE number = 1");
    expect(await firstFault()).toMatchObject({ seal: 1, digest: "tombstone", problem: "Tombstone 1 is missing: after it comes 2." });
  });

  it("is not taken in by a tombstone that nobody signed, nor by one that is here twice", async () => {
    await retention.drop(before(3));
    const put = (number: number) =>
      sql("INSERT INTO audit_tombstones SELECT $1, last_seal + 1, last_seal + 2, events, first_at, last_at, fingerprint, is_verified, applied_at, applied_by, previous, key_id, signature FROM audit_tombstones WHERE number = 1", [number]);
    await put(2);
    await tamper("audit_seals", "DELETE FROM audit_seals WHERE number IN (3, 4)");
    expect(await firstFault()).toMatchObject({ digest: "tombstone", seal: 3 });
  });

  it("names a seal that is here again", async () => {
    await sql("CREATE TABLE kept AS SELECT * FROM audit_seals WHERE number = 2; CREATE TABLE kept_events AS SELECT * FROM audit_events WHERE id = ANY(SELECT unnest(ids) FROM kept)");
    await retention.drop(before(4));
    await sql("INSERT INTO audit_seals SELECT * FROM kept; INSERT INTO audit_events SELECT * FROM kept_events; DELETE FROM audit_unsealed WHERE event_id IN (SELECT id FROM kept_events); DROP TABLE kept, kept_events");
    expect(await firstFault()).toMatchObject({ digest: "tombstone", seal: 2, problem: "Seal 2 was dropped, and is here again." });
  });

  it("does not take a trail without any seals for a whole one", async () => {
    await retention.drop(before(12));
    await sql("DELETE FROM audit_seal_head");
    const [last] = await sql<{ ids: string[] }>("SELECT ids FROM audit_seals");
    await tamper("audit_seals", "DELETE FROM audit_seals");
    await tamper("audit_events", "DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [last?.ids]);
    expect(await firstFault()).toMatchObject({ digest: "seal_head", seal: 7 });
  });

  it("needs the key of the last tombstone alone; a drop without the old keys has to be asked for", async () => {
    const first = String(process.env.AUTH_SECRET);
    const [second, third] = ["a second secret of the tests: 51c0de7f8a2c4d61aa0f5e3d9b7c2e", "a third secret of the tests: 93be11a47c2c4d61aa0f5e3d9b7c2e"];
    // Each run writes a row of its own, which the next seal holds, and whose key has to be known as well.
    const everything = async (mayBeBroken = false) => {
      await sealPending();
      return retention.drop({ before: new Date(Date.now() + 1000), by: "the tests", mayBeBroken });
    };
    await retention.drop(before(3));
    await withEnv({ AUTH_SECRET: second, AUTH_SECRET_PREVIOUS: first }, async () => {
      for (const seal of [7, 8]) expect(await everything()).toMatchObject({ last_seal: seal, is_verified: true });
    });
    await withEnv({ AUTH_SECRET: third, AUTH_SECRET_PREVIOUS: second }, async () => {
      expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { seals: 8, unverified: 0 } });
    });
    await withEnv({ AUTH_SECRET: third, AUTH_SECRET_PREVIOUS: undefined }, async () => {
      expect(await firstFault()).toMatchObject({ digest: "tombstone", problem: expect.stringContaining("AUTH_SECRET_PREVIOUS") });
      await expect(everything()).rejects.toThrow("AUTH_SECRET_PREVIOUS");
      expect(await everything(true)).toMatchObject({ last_seal: 9, is_verified: false });
      await everything(true);
      // Nobody whose key is known vouches for those before either.
      expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { seals: 10, events: 24, unverified: 24 } });
    });
  });
});
