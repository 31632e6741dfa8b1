import pg from "pg";
import { expect, it } from "vitest";
import { compareDecisions } from "@/scripts/prove/decisions-compare";
import { seededRandom } from "@/scripts/prove/proof-servers.mjs";

it("20,000 random decisions are those of an oracle written from the prose @asvs V8.2.1 @asvs V8.2.2", async () => {
  const client = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  try {
    const { decisions, allowed, differences } = await compareDecisions(client, { people: 200, perPerson: 100, random: seededRandom(7) });
    expect(differences.slice(0, 3)).toEqual([]);
    expect(decisions).toBe(20_100);
    // Neither answer is so rare that the comparison would be empty.
    expect(allowed).toBeGreaterThan(decisions / 10);
    expect(allowed).toBeLessThan(decisions * 0.9);
  } finally {
    await client.end();
  }
});
