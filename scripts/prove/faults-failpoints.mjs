/** A failure between a change and its audit row, and between that and the commit: neither is there, or both. */
import { call, makePeople, must, openServers, tokensOf } from "./proof-servers.mjs";
import { mutations } from "./faults-mutations.mjs";
import { changedTables, digestOf } from "./requests-database.mjs";

const ROUNDS = 10;
const PLACES = ["before-audit", "before-commit"];
/** What was queued by an earlier request is delivered when it is. */
const digest = (sql) => digestOf(sql, ["mailbox_messages"]);

async function arm(url, names) {
  const { status } = await call(url, "/api/test/failpoints", { data: { names } });
  must(status === 200, `failpoints cannot be armed: ${status}`);
}

async function tryMutation({ url, sql }, name, { action, leavesOnlyItsRow = false, ready, act }, one, round) {
  const person = { ...one, made: await ready?.(one) };
  const successes = async () => (await sql("SELECT count(*)::int AS n FROM audit_events WHERE action = $1 AND success", [action]))[0].n;
  const before = await digest(sql);
  const rows = await successes();
  for (const place of PLACES) {
    await arm(url, [`${name}:${place}`]);
    const answer = await act(person, round);
    must(answer.status >= 500, `${name}: the failpoint ${place} was not reached (${answer.status}: ${answer.text.slice(0, 200)})`);
    const changed = changedTables(before, await digest(sql));
    must(changed.length === 0, `${name} ${place} left a change in ${changed.join(", ")}`);
    must((await successes()) === rows, `${name} ${place} left an audit row`);
  }
  await arm(url, []);
  const answer = await act(person, round);
  must(answer.status < 300, `${name} itself was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  must(leavesOnlyItsRow || changedTables(before, await digest(sql)).length > 0, `${name} changed nothing`);
  must((await successes()) === rows + 1, `${name} wrote ${(await successes()) - rows} audit rows`);
}

/** @param {string[]} declared the names of all mutations */
export async function proveFailpoints(proof, declared) {
  const servers = await openServers({ build: ".next-test" });
  const [{ url }] = servers.instances;
  try {
    const admin = (await tokensOf(url, "admin@example.com", "Admin123!")).access_token;
    const all = mutations(url, admin);
    const known = declared.filter((name) => name in all);
    await proof.group("failpoints", async (step) => {
      await step("every mutation that is declared is tried", () => {
        must(known.length === declared.length, `scripts/prove/faults-mutations.mjs has no entry for ${declared.filter((name) => !(name in all)).join(", ")}`);
        return { trials: known.length };
      });
    });
    await proof.group("failpoints", async (step) => {
      await step("a failure between change, audit row and commit: neither or both", async () => {
        const people = await makePeople(servers.sql, ROUNDS * known.length, "failing");
        for (const [index, name] of known.entries()) {
          for (let round = 0; round < ROUNDS; round += 1) {
            const { id, username } = people[index * ROUNDS + round];
            const [{ access_token: token }, { access_token: other }] = [await tokensOf(url, username), await tokensOf(url, username)];
            await tryMutation({ url, sql: servers.sql }, name, all[name], { id, username, token, other }, round);
          }
        }
        const trials = known.length * ROUNDS * (PLACES.length + 1);
        return { trials, note: `each of the ${known.length} mutations, ${PLACES.join(" and ")}, ${ROUNDS} times: no table changed, no row of success; without the failpoint the change and exactly one row. Operations of the kind statement are one SQL statement and have no such place` };
      });
    });
  } finally {
    await servers.end();
  }
}
