/** `npm run prove tamper`: ten thousand tamperings with the audit trail, one change each, and whether each is found and named. */
import pg from "pg";
import { enableTypeScript } from "../launch/typescript.mjs";
import { must, openDatabase, seededRandom } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const SEED = 16_042;
const TAMPERINGS = 10_000;

const proof = startProof("tamper");
await proof.group("tamper", async (step) => {
  await step("10,000 tamperings with the audit trail are found, the first bad event or seal named", async () => {
    const database = await openDatabase();
    process.env.DATABASE_URL = database.url;
    process.env.GATEHOUSE_EMBEDDED = "1";
    enableTypeScript();
    const { tamperTrail } = await import("./tamper-trail.ts");
    // The seed has read it for another database.
    (await import("../../lib/env.ts")).forgetEnv();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const { tried, kinds, missed } = await tamperTrail(client, { count: TAMPERINGS, random: seededRandom(SEED) });
      must(missed.length === 0, `${missed.length} of ${tried} missed, first: ${JSON.stringify(missed[0])}`);
      return { trials: tried, note: `0 missed. ${Object.entries(kinds).map(([kind, times]) => `${kind} ${times}`).join(", ")}. Seed ${SEED}` };
    } finally {
      await client.end();
      await database.end();
    }
  });
});
proof.finish();
