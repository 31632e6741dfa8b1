import pg from "pg";
import { expect, it } from "vitest";
import { seededRandom } from "@/scripts/prove/proof-servers.mjs";
import { tamperTrail } from "@/scripts/prove/tamper-trail";

it("240 tamperings with the trail, one change each, are found and the first bad one is named @asvs V16.4.2", async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { tried, kinds, missed } = await tamperTrail(client, { count: 240, random: seededRandom(Date.now() % 1_000_000) });
    expect(missed).toEqual([]);
    expect(tried).toBe(240);
    expect(Math.min(...Object.values(kinds))).toBe(15);
  } finally {
    await client.end();
  }
});
