/** `npm run prove decisions`: a million random authorization decisions beside an independent oracle. */
import pg from "pg";
import { enableTypeScript } from "../launch/typescript.mjs";
import { must, openDatabase, seededRandom } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const SEED = 20_260_101;
const PEOPLE = 5000;
const PER_PERSON = 200;

const proof = startProof("decisions");
await proof.group("decisions", async (step) => {
  await step("1,000,000 random decisions are the oracle's", async () => {
    const database = await openDatabase();
    process.env.DATABASE_URL = database.url;
    process.env.GATEHOUSE_EMBEDDED = "1";
    enableTypeScript();
    const { compareDecisions } = await import("./decisions-compare.ts");
    const { closeDatabase } = await import("../../lib/db.ts");
    // The seed has read it for another database.
    (await import("../../lib/env.ts")).forgetEnv();
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    try {
      const { decisions, allowed, differences } = await compareDecisions(pool, { people: PEOPLE, perPerson: PER_PERSON, random: seededRandom(SEED) });
      must(differences.length === 0, `${differences.length} of ${decisions} differ, first: ${JSON.stringify(differences[0])}`);
      const note = `0 differences; ${allowed.toLocaleString("en")} allowed. ${PEOPLE.toLocaleString("en")} people with random roles, grants, organizations, expiry and account states, resolved by the product's own session statement. Seed ${SEED}`;
      return { trials: decisions, note };
    } finally {
      await pool.end();
      await closeDatabase();
      await database.end();
    }
  });
});
proof.finish();
