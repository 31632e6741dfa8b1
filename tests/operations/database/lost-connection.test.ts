import pg from "pg";
import { expect, it } from "vitest";
import { isDatabaseAway } from "@/lib/db";

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
