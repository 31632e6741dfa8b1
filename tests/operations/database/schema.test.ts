import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as login from "@/app/api/auth/login/route";
import { databaseFaults } from "@/lib/boot-database";
import { closeDatabase } from "@/lib/db";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { migrateDatabase } from "@/scripts/database/migrate-database";
import { migrationNames, withSchemaEngine } from "@/scripts/database/schema-engine";
import { schemaDifferences } from "@/scripts/database/check-drift";
import { databaseFaults as launchFaults } from "@/scripts/launch/database-faults.mjs";
import { makeUser, TEST_PASSWORD } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { http } from "@/tests/setup/http";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";
import { createTestDatabase, dropTestDatabase } from "@/tests/tools/test-cluster.mjs";
import { hasPgbouncer, startPgbouncer } from "@/tests/tools/pgbouncer";

let url: string;

/** Works as the application of one schema, whose connections are its own. */
async function inSchema<T>(schema: string, work: () => Promise<T>, others: Record<string, string> = {}): Promise<T> {
  await closeDatabase();
  try {
    return await withEnv({ DATABASE_URL: url, DATABASE_SCHEMA: schema, ...others }, work);
  } finally {
    await closeDatabase();
  }
}

async function asServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const SCHEMAS = ["public", "shop", "clinic"];

beforeAll(async () => {
  url = await createTestDatabase(inject("serverUrl"), "template0");
  for (const schema of SCHEMAS) {
    const applied = await inSchema(schema, () => migrateDatabase(url));
    expect(applied).toHaveLength(migrationNames().length);
  }
}, 60_000);

afterAll(async () => {
  await closeDatabase();
  await dropTestDatabase(inject("serverUrl"), url);
});

describe("DATABASE_SCHEMA", () => {
  it("migrates each schema once, to prisma/schema", async () => {
    for (const schema of SCHEMAS) {
      await inSchema(schema, async () => {
        expect(await migrateDatabase(url)).toEqual([]);
        expect(await schemaDifferences(url)).toEqual([]);
      });
    }
  });

  it("keeps all that it makes in that schema", async () => {
    const made = await asServer((client) => client.query<{ schema: string; tables: string[] }>(
      `SELECT schemaname AS schema, array_agg(tablename::text ORDER BY tablename) AS tables FROM pg_tables WHERE schemaname = ANY($1) GROUP BY 1`, [SCHEMAS],
    ));
    expect(made.rows.map(({ schema }) => schema).sort()).toEqual([...SCHEMAS].sort());
    expect(new Set(made.rows.map(({ tables }) => tables.join())).size).toBe(1);
  });

  it.each(["shop", "clinic"])("signs in, reads, changes and audits in %s alone", async (schema) => {
    await inSchema(schema, async () => {
      const person = await makeUser({ email: "same@example.com", username: "same" });
      const entered = await auditRowsOf(async () => {
        const answer = await http(login, { body: { email: person.email, password: TEST_PASSWORD } });
        expect(answer.status).toBe(200);
      });
      expect(entered).toMatchObject([{ action: "user.login", success: true }]);
      const viewer = await makeViewer(["users.view"], { reach: "platform" });
      expect(await callAs(viewer).output(checkAuth)).toMatchObject({ authenticated: true });
      const { users } = await callAs(viewer).output(listUsers, { query: { q: "same@" } });
      expect(users).toHaveLength(1);
    });
    const left = await inSchema("public", () => sql("SELECT id FROM users"));
    expect(left).toEqual([]);
  });

  it("starts where its migrations are, and nowhere else", async () => {
    expect(await inSchema("shop", databaseFaults)).toEqual([]);
    expect(await launchFaults(url, { databaseSchema: "shop", dbPooler: "none" })).toEqual([]);
    expect(await inSchema("nobody", databaseFaults)).toEqual([expect.stringContaining("DATABASE_SCHEMA is nobody")]);
    expect(await launchFaults(url, { databaseSchema: "nobody", dbPooler: "none" })).toEqual([expect.stringContaining("is behind the code")]);
  });

  it("says so where a pooler's role starts elsewhere", async () => {
    expect(await inSchema("shop", databaseFaults, { DB_POOLER: "transaction" })).toEqual([expect.stringContaining("ALTER ROLE")]);
    await expect(inSchema("shop", () => migrateDatabase(url), { DB_POOLER: "transaction" })).rejects.toThrow("ALTER ROLE … SET search_path = shop");
  });

  it.skipIf(!hasPgbouncer())("works behind pgbouncer, where the role bears the search_path", async () => {
    const { username, pathname } = new URL(url);
    const place = `ROLE ${username} IN DATABASE ${pathname.slice(1)}`;
    await asServer((client) => client.query(`ALTER ${place} SET search_path = clinic`));
    const pooler = await startPgbouncer(url);
    try {
      await inSchema("clinic", async () => {
        expect(await migrateDatabase(url)).toEqual([]);
        await withEnv({ DATABASE_URL: pooler.url }, async () => {
          expect(await databaseFaults()).toEqual([]);
          const viewer = await makeViewer();
          expect(await callAs(viewer).output(checkAuth)).toMatchObject({ authenticated: true });
        });
      }, { DB_POOLER: "transaction" });
    } finally {
      await closeDatabase();
      await pooler.close();
      await asServer((client) => client.query(`ALTER ${place} RESET search_path`));
    }
  });

  it.each(["Shop", "pg_shop", 'a"; DROP SCHEMA public; --', "1st"])("refuses the name %j", async (schema) => {
    await expect(inSchema(schema, () => withSchemaEngine(url, () => Promise.resolve()))).rejects.toThrow("DATABASE_SCHEMA:");
  });
});
