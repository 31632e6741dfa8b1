/** Where the tables are not in `public`, and where the database is the embedded one. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sealPending } from "@/lib/audit/seal-pending";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { closeDatabase } from "@/lib/db";
import { applyMigrations } from "@/scripts/database/migrate-database";
import { openEmbeddedDatabase } from "@/scripts/launch/embedded-database.mjs";
import { makeEvents } from "../../factories/make-events";
import { retentionUrl } from "../../setup/retention-role";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { startScript } from "../../setup/run-script";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { createTestDatabase, dropTestDatabase } from "../../tools/test-cluster.mjs";

const TIMEOUT = 120_000;
const home = mkdtempSync(path.join(tmpdir(), "gatehouse-retention-"));
// Within reach of the account that PostgreSQL runs under.
chmodSync(home, 0o755);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Works on another database than the test file's own. */
async function inPlace<T>(environment: Record<string, string>, work: () => Promise<T>): Promise<T> {
  await closeDatabase();
  try {
    return await withEnv(environment, work);
  } finally {
    await closeDatabase();
  }
}

async function threeSeals(): Promise<void> {
  for (const day of [1, 2, 3]) {
    await makeEvents(null, [{ action: "row.written", occurredAt: new Date(Date.UTC(2015, 0, day)) }]);
    await sealPending();
  }
}

describe("a schema of its own", () => {
  const places = ["public", "clinic"];
  let url: string;
  beforeAll(async () => {
    url = await createTestDatabase(inject("serverUrl"), "template0");
    for (const schema of places) await inPlace({ DATABASE_URL: url, DATABASE_SCHEMA: schema }, () => applyMigrations(url).then(threeSeals));
  }, TIMEOUT);
  afterAll(() => dropTestDatabase(inject("serverUrl"), url));

  it("is the only one that is touched, and the only one where the role may", async () => {
    const address = await inPlace({ DATABASE_URL: url, DATABASE_SCHEMA: "clinic" }, retentionUrl);
    await inPlace({ DATABASE_URL: url }, () =>
      rowsUnchanged(async () => {
        const drop = (schema: string) => startScript("audit-retention.ts", [], { RETENTION_DATABASE_URL: address, DATABASE_SCHEMA: schema }).ended;
        expect(await drop("clinic")).toMatchObject({ code: 0, out: expect.stringContaining("2 events dropped") });
        expect(await drop("public")).toMatchObject({ code: 1, out: expect.stringContaining("permission denied") });
      }, []),
    );
    await inPlace({ DATABASE_URL: url, DATABASE_SCHEMA: "clinic" }, async () => expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { events: 2, seals: 2 } }));
  }, TIMEOUT);
});

describe("the embedded database", () => {
  let server: Awaited<ReturnType<typeof openEmbeddedDatabase>>;
  beforeAll(async () => {
    server = await openEmbeddedDatabase(home);
    await applyMigrations(server.url);
  }, TIMEOUT);
  afterAll(() => server.stop());

  it("gets the role from the command itself", async () => {
    await inPlace({ DATABASE_URL: server.url }, async () => {
      await threeSeals();
      const run = () => startScript("audit-retention.ts", [], { DATABASE_URL: "", GATEHOUSE_DATA_DIR: home }).ended;
      expect(await run()).toMatchObject({ code: 0, out: expect.stringContaining("2 events dropped") });
      expect(await run()).toMatchObject({ code: 0, out: expect.stringContaining("Nothing to drop") });
      expect(await verifyTrail()).toMatchObject({ ok: true, dropped: { events: 2, seals: 2 } });
      await expect(sql("DELETE FROM audit_events")).rejects.toThrow(/append-only/);
    });
  }, TIMEOUT);
});
