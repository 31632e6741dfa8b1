import pg from "pg";
import { expect, it } from "vitest";
import { isDatabaseAway, prisma } from "@/lib/db";

it("a query on a connection that has just broken means that the database is away", async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  client.on("error", () => undefined);
  await client.connect();
  const { connection } = client as unknown as { connection: { stream: { destroy(error: Error): void } } };
  const broken = new Promise((resolve) => client.once("error", resolve));
  connection.stream.destroy(new Error("read ECONNRESET"));
  await broken;
  const error: unknown = await client.query("SELECT 1").catch((reason: unknown) => reason);
  expect(String(error)).toContain("is not queryable");
  expect(isDatabaseAway(error)).toBe(true);
});

it("a transaction whose connection the server ends means it too", async () => {
  const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await other.connect();
  try {
    const error: unknown = await prisma
      .$transaction(async (tx) => {
        const [backend] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
        await other.query("SELECT pg_terminate_backend($1, 2000)", [backend?.pid]);
        return tx.$queryRaw`SELECT 1`;
      })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseAway(error)).toBe(true);
  } finally {
    await other.end();
  }
});

/** As Prisma 7.10 words what it was told while PostgreSQL was killed under load. */
it.each([
  ["P2039", "Database error. Code: `57P01`. Message: `terminating connection due to unexpected postmaster exit`"],
  ["P2010", "\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `N/A`. Message: `Server has closed the connection.`"],
])("so does Prisma's %s", (code, message) => {
  expect(isDatabaseAway(Object.assign(new Error(message), { code }))).toBe(true);
  expect(isDatabaseAway(Object.assign(new Error("Raw query failed. Code: `23505`. Message: `duplicate key`"), { code }))).toBe(false);
});

/** What the adapter throws from COMMIT: an error without a code, whose cause is no Error. */
it.each([
  ["ConnectionClosed", { kind: "ConnectionClosed" }],
  ["terminating connection due to unexpected postmaster exit", { kind: "postgres", code: "57P01", originalCode: "57P01" }],
])("so does its adapter's %s", (message, cause) => {
  expect(isDatabaseAway(Object.assign(new Error(message), { name: "DriverAdapterError", cause }))).toBe(true);
  expect(isDatabaseAway(Object.assign(new Error(message), { cause: { kind: "postgres", code: "23505" } }))).toBe(false);
});
