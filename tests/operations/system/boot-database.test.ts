import { describe, expect, it } from "vitest";
import { databaseFaults } from "@/lib/boot-database";
import { closeDatabase } from "@/lib/db";
import { makeUser } from "../../factories/make-user";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

describe("what the database says against serving", () => {
  it("is nothing, for a migrated one of real people", async () => {
    await makeUser({ email: "user@example.com" });
    expect(await databaseFaults()).toEqual([]);
  });

  it("names the demonstration accounts that still have their known passwords", async () => {
    await makeUser({ email: "admin@example.com", password: "Admin123!" });
    expect(await databaseFaults()).toEqual([expect.stringContaining("(admin@example.com)")]);
    await sql("UPDATE users SET is_active = false WHERE email = 'admin@example.com'", []);
    expect(await databaseFaults()).toEqual([]);
  });

  it("names the migration that is missing", async () => {
    await sql("UPDATE _prisma_migrations SET finished_at = NULL", []);
    expect(await databaseFaults()).toEqual([expect.stringContaining("lacks the migration")]);
    await sql("UPDATE _prisma_migrations SET finished_at = now()", []);
  });

  it("is that it is away", async () => {
    await closeDatabase();
    await withEnv({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }, async () => {
      expect(await databaseFaults()).toEqual([expect.stringContaining("cannot be asked")]);
      await closeDatabase();
    });
  });
});
