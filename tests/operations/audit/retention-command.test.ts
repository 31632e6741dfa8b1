/** `npm run audit:retention`, as a process of its own on a real database. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealPending } from "@/lib/audit/seal-pending";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { makeEvents } from "../../factories/make-events";
import { freshDatabase } from "../../setup/fresh-database";
import { retentionUrl } from "../../setup/retention-role";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { startScript } from "../../setup/run-script";
import { oneRow, sql } from "../../setup/sql";

const home = mkdtempSync(path.join(tmpdir(), "gatehouse-retention-"));
const TIMEOUT = 90_000;
const DAY_MS = 86_400_000;
const lastYear = new Date(Date.now() - 365 * DAY_MS).toISOString().slice(0, 10);

afterAll(() => rmSync(home, { recursive: true, force: true }));

const start = (args: string[], environment: Record<string, string> = {}) => startScript("audit-retention.ts", args, { GATEHOUSE_DATA_DIR: home, ...environment });
const command = (args: string[], environment: Record<string, string> = {}) => start(args, environment).ended;
const verification = (args: string[] = []) => startScript("verify-audit.ts", args, { GATEHOUSE_DATA_DIR: home }).ended;
const byRole = async () => ({ RETENTION_DATABASE_URL: await retentionUrl() });

/** Seals of two events each, a day after the other. */
async function sealsOf(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    await makeEvents(null, [8, 20].map((hour) => ({ action: "row.written", occurredAt: new Date(Date.UTC(2015, 0, 1 + day, hour)) })));
    await sealPending();
  }
}

/** Runs `work` while another session holds what `text` locks. The pool's own connections give up a transaction that idles. */
async function whileHeld(text: string, work: (release: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await holder.connect();
  try {
    await holder.query(`BEGIN; ${text}`);
    await work(() => holder.query("ROLLBACK"));
  } finally {
    await holder.end();
  }
}

const left = async () => (await oneRow<{ seals: number }>("SELECT count(*)::int AS seals FROM audit_seals")).seals;

describe("npm run audit:retention", { timeout: TIMEOUT }, () => {
  beforeEach(freshDatabase);

  it("says what would go and changes nothing, by the application's own address; then drops that, and the trail verifies", async () => {
    await sealsOf(23);
    const sentence = "30 events would be dropped, in seals 1 to 15, up to 2015-01-15T20:00:00.000Z. This was a rehearsal: nothing was changed.\n";
    expect(await rowsUnchanged(() => command(["--before=2015-01-16", "--dry-run"]), [])).toEqual({ code: 0, out: sentence });
    expect(await command(["--before=2015-01-16", "--by=Ada, ticket 7"], await byRole())).toEqual({
      code: 0,
      out: [
        "Tombstone 1: 20 events of seals 1 to 10, 2015-01-01T08:00:00.000Z to 2015-01-10T20:00:00.000Z.",
        "Tombstone 2: 10 events of seals 11 to 15, 2015-01-11T08:00:00.000Z to 2015-01-15T20:00:00.000Z.",
        "30 events dropped, all before 2015-01-16T00:00:00.000Z.\n",
      ].join("\n"),
    });
    expect(await sql("SELECT DISTINCT applied_by FROM audit_tombstones")).toEqual([{ applied_by: "Ada, ticket 7" }]);
    expect((await command(["--before=2015-01-16"], await byRole())).out).toBe("Nothing to drop: no sealed period is wholly before 2015-01-16T00:00:00.000Z.\n");
    const { code, out } = await verification();
    expect([code, out]).toEqual([0, expect.stringMatching(/30 events up to 2015-01-15T20:00:00\.000Z were dropped by retention, with seals 1 to 15; the tombstones hold\.\n[^]*Everything is as it was signed\./)]);
  });

  it("compares a noted seal with the tombstone that stands for it", async () => {
    await sealsOf(4);
    const [noted] = await sql<{ print: string }>("SELECT encode(sha256(signature), 'hex') AS print FROM audit_seals WHERE number = 3");
    expect((await command([], await byRole())).code).toBe(0);
    expect((await verification([`--expect=3:${noted?.print}`])).code).toBe(0);
    expect(await verification([`--expect=3:${"0".repeat(64)}`])).toEqual({ code: 1, out: "Seal 3 is not the one that was noted: the trail was replaced.\n" });
    expect((await verification([`--expect=2:${"0".repeat(64)}`])).out).toContain("Seal 2 was dropped by retention");
    expect((await verification([`--expect=9:${"0".repeat(64)}`])).out).toContain("the trail was set back");
  });

  it("without a day keeps as many as AUDIT_RETENTION_DAYS says", async () => {
    await sealsOf(2);
    await makeEvents(null, [{ action: "row.written", occurredAt: new Date(Date.now() - 100 * DAY_MS) }]);
    await sealPending();
    await makeEvents(null, [{ action: "row.written" }]);
    await sealPending();
    expect((await command([], await byRole())).out).toMatch(/^Tombstone 1: 4 events of seals 1 to 2/);
    expect((await command([], { ...(await byRole()), AUDIT_RETENTION_DAYS: "99" })).out).toMatch(/^Tombstone 2: 1 event of seal 3/);
  });

  it("killed in the middle of a piece leaves whole pieces behind, and goes on the next time", async () => {
    await sealsOf(24);
    // The second piece comes to a row that somebody holds.
    await whileHeld("SELECT 1 FROM audit_seals WHERE number = 15 FOR UPDATE", async () => {
      const { child, ended } = start(["--before=2016-01-01"], await byRole());
      try {
        const waiting = () => sql("SELECT pid FROM pg_stat_activity WHERE usename = 'gatehouse_retention' AND datname = current_database() AND wait_event_type = 'Lock'");
        await expect.poll(waiting, { timeout: 60_000 }).toHaveLength(1);
        expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { seals: 10 } });
      } finally {
        child.kill("SIGKILL");
      }
      expect(await ended).toMatchObject({ code: null, out: expect.stringMatching(/^Tombstone 1: .*\n$/) });
    });
    await expect.poll(() => sql("SELECT 1 FROM pg_stat_activity WHERE usename = 'gatehouse_retention' AND datname = current_database()"), { timeout: 10_000 }).toEqual([]);
    expect([await left(), await verifyTrail()]).toMatchObject([14, { ok: true, dropped: { seals: 10 } }]);
    expect((await command(["--before=2016-01-01"], await byRole())).out).toMatch(/^Tombstone 2: 20 events of seals 11 to 20.*\nTombstone 3: 6 events of seals 21 to 23.*\n26 events dropped/);
    expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { events: 46, seals: 23 } });
  });

  it("says that it waits for another run", async () => {
    await sealsOf(3);
    await whileHeld("SELECT pg_advisory_xact_lock(7140023)", async (release) => {
      const { child, ended } = start([], await byRole());
      await Promise.race([ended, new Promise((resolve) => child.stdout?.once("data", resolve))]);
      await release();
      expect(await ended).toEqual({ code: 0, out: expect.stringMatching(/^Another run is at work: waiting for it\.\nTombstone 1: 4 events of seals 1 to 2/) });
    });
  });

  it("stops at what is not as it was signed, and says which event", async () => {
    await sealsOf(3);
    const [event] = await sql<{ id: string }>("SELECT ids[1] AS id FROM audit_seals WHERE number = 1");
    await sql("ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only");
    await sql("UPDATE audit_events SET action = 'x' WHERE id = $1", [event?.id]);
    await sql("ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only");
    for (const how of [["--dry-run"], []]) {
      const { code, out } = await rowsUnchanged(async () => command(how, await byRole()), []);
      expect([code, out]).toEqual([1, expect.stringContaining(`(event ${event?.id}, seal 1)`)]);
      expect(out).not.toContain("    at ");
    }
    expect((await command(["--unverified"], await byRole())).out).toContain("NOT all as they were signed");
    expect((await verification()).out).toContain("Of these, 4 stood in periods that could not be verified.");
  });

  it("drops younger periods where that is asked for", async () => {
    await makeEvents(null, [{ action: "row.written", occurredAt: new Date(Date.now() - 400 * DAY_MS) }]);
    await sealPending();
    await makeEvents(null, [{ action: "row.written" }]);
    await sealPending();
    expect((await command([`--before=${lastYear}`, "--allow-younger"], await byRole())).out).toContain("1 event dropped");
  });
});

describe("npm run audit:retention is refused", { timeout: TIMEOUT }, () => {
  beforeAll(() => freshDatabase().then(() => sealsOf(3)));

  const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);

  it.each([
    ["a future day", [`--before=${tomorrow}`], "lies in the future"],
    ["a future day that is asked for twice", [`--before=${tomorrow}`, "--allow-younger"], "lies in the future"],
    ["what is no day", ["--before=soon"], "--before=soon is no time. Write a day as 2026-11-21"],
    ["a day that is in no calendar", ["--before=2015-02-30"], "--before=2015-02-30 is no time."],
    ["no day behind the option", ["--before"], "--before"],
    ["a day too young", [`--before=${lastYear}`], "The trail is kept for 2192 days (AUDIT_RETENTION_DAYS)"],
    ["an option that is none", ["--force"], "--force"],
    ["something without an option", ["2015-01-01"], "2015-01-01"],
    ["nobody", ["--by= "], "--by names whoever has it done"],
  ])("%s, with a sentence", async (_what, args, sentence) => {
    const { code, out } = await rowsUnchanged(async () => command(args, await byRole()), []);
    expect([code, out]).toEqual([2, expect.stringContaining(sentence)]);
    expect(out).not.toContain("    at ");
  });

  it("a setting out of range, and to drop by the application's address", async () => {
    await rowsUnchanged(async () => {
      expect(await command([], { AUDIT_RETENTION_DAYS: "0" })).toMatchObject({ code: 2, out: expect.stringContaining("AUDIT_RETENTION_DAYS") });
      expect(await command([])).toMatchObject({ code: 2, out: expect.stringContaining("RETENTION_DATABASE_URL is not set") });
      expect(await command([], { RETENTION_DATABASE_URL: String(process.env.DATABASE_URL) })).toMatchObject({ code: 1, out: expect.stringMatching(/^RETENTION_DATABASE_URL signs in as \w+: periods are dropped by the role gatehouse_retention alone\.\n$/) });
    }, []);
  });
});
