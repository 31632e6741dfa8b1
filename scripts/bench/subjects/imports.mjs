/** Ten thousand permissions in one request. */
import { withClient } from "../bench-database.mjs";
import { round } from "../load.mjs";
import { bearer, signIn } from "../sign-in.mjs";
import { median } from "../statistics.mjs";

const ENTRIES = 10_000;
const SECONDS_MAX = 5;
const PATIENCE_SECONDS = 60;

const file = { permissions: Array.from({ length: ENTRIES }, (_, index) => ({ name: `bench_import_${index % 100}.act_${index}`, description: "Imported by the bench." })) };

const rowsOf = (client) => client.query("SELECT count(*)::int AS count FROM permissions WHERE resource LIKE 'bench\\_import\\_%'").then(({ rows: [{ count }] }) => count);

/** So that each import finds what the first one found. @returns how many there were */
const clear = (url) =>
  withClient(url, async (client) => {
    const count = await rowsOf(client);
    await client.query("DELETE FROM permissions WHERE resource LIKE 'bench\\_import\\_%'");
    await client.query("VACUUM (ANALYZE) permissions");
    return count;
  });

/** One request of each kind a round. */
async function measure({ generator, server, databaseUrl, time }) {
  const headers = bearer(await signIn(server, 1));
  const once = (path) => round(generator, server, { connections: 1, limit: 1, seconds: PATIENCE_SECONDS, request: { method: "POST", path, headers, body: file } });
  const rounds = { "dry run": [], import: [], "the same once more": [] };
  const written = [];
  for (let turn = 0; turn < time.rounds; turn += 1) {
    rounds["dry run"].push(await once("/api/rbac/import?dry_run=true"));
    rounds.import.push(await once("/api/rbac/import"));
    rounds["the same once more"].push(await once("/api/rbac/import"));
    written.push(await clear(databaseUrl));
  }
  return { rounds, written };
}

export async function imports(run) {
  const { rounds, written } = await measure(run);
  const wrong = written.find((count) => count !== ENTRIES);
  if (wrong !== undefined) throw new Error(`An import of ${ENTRIES} permissions left ${wrong}.`);
  const seconds = median(rounds.import.map(({ p50 }) => p50)) / 1000;
  return {
    title: `An import of ${ENTRIES.toLocaleString("en")} permissions`,
    note: "`POST /api/rbac/import` as an administrator, one request a round, into the product's own catalogue: validated whole, applied in one transaction with its audit row. *Dry run* says what would happen, *the same once more* finds nothing to do. Between rounds what was imported is deleted.",
    rounds,
    withoutRatio: true,
    counts: {},
    goals: [{ goal: `within seconds (≤ ${SECONDS_MAX})`, measured: `${seconds.toFixed(2)} s`, isMet: seconds <= SECONDS_MAX }],
  };
}
