/**
 * `npm run audit:verify [-- --from=<next>] [--expect=<seal>:<fingerprint>] [--json]`: the whole trail against its signatures, in
 * steps of bounded memory. `--expect` is a seal as the log noted it (`audit.sealed`): a trail that was set back to before it,
 * seals and all, is found by nothing else. Exits 1 at the first fault.
 */
import { parseArgs } from "node:util";
import { hex } from "@/lib/audit/seal";
import { type Ask } from "@/lib/audit/seal-pending";
import { type TrailCheck, verifyTrail } from "@/lib/audit/verify-trail";
import { withClient } from "./database/with-client";
import { withDatabase } from "./database/with-database";

const EVENTS_PER_STEP = 50_000;

const { values } = parseArgs({ options: { from: { type: "string" }, expect: { type: "string" }, json: { type: "boolean", default: false } } });

const sum = (total: TrailCheck, step: TrailCheck): TrailCheck => ({ ...step, events: total.events + step.events, seals: total.seals + step.seals, erased: total.erased + step.erased, last_seal: step.last_seal ?? total.last_seal });

/** Of a seal that is here, or of the last one that a tombstone stands for; null of others that are dropped. */
const EXPECTED = `
  SELECT sha256(signature) AS fingerprint FROM audit_seals WHERE number = $1
   UNION ALL
  SELECT CASE WHEN last_seal = $1 THEN fingerprint END FROM audit_tombstones WHERE $1 BETWEEN first_seal AND last_seal`;

async function checkExpected(ask: Ask, expected: string): Promise<void> {
  const [, number, fingerprint] = /^(\d{1,9}):([0-9a-f]{8,64})$/.exec(expected) ?? [];
  if (!number || !fingerprint) throw new Error("Write the noted seal as --expect=<number>:<fingerprint>, both from an audit.sealed line of the log.");
  const [seal] = await ask<{ fingerprint: Uint8Array | null }>(EXPECTED, [Number(number)]);
  if (!seal) throw new Error(`Seal ${number} was made and is not here: the trail was set back to before it.`);
  // A tombstone, which the verification itself checks, is younger than the seals it stands for; of these it names the last.
  if (!seal.fingerprint) return console.error(`Seal ${number} was dropped by retention, so its fingerprint cannot be compared: note a younger one.`);
  if (!hex(seal.fingerprint).startsWith(fingerprint)) throw new Error(`Seal ${number} is not the one that was noted: the trail was replaced.`);
}

function report(check: TrailCheck): void {
  const { first_fault: fault, events, seals, erased, dropped, last_seal: last } = check;
  console.log(`${events.toLocaleString("en")} events and ${seals.toLocaleString("en")} seals checked${erased > 0 ? `, ${erased.toLocaleString("en")} of them with their personal side erased` : ""}.`);
  if (dropped) console.log(`${dropped.events.toLocaleString("en")} events up to ${dropped.until} were dropped by retention, with seals 1 to ${dropped.seals}; the tombstones hold.${dropped.unverified > 0 ? ` Of these, ${dropped.unverified.toLocaleString("en")} stood in periods that could not be verified.` : ""}`);
  if (last) console.log(`The last seal is ${last.number}, of ${last.sealed_at}: --expect=${last.number}:${last.fingerprint}`);
  if (!fault) return console.log("Everything is as it was signed.");
  console.error(`\nNot as it was signed: ${fault.problem}`);
  console.error(`event ${fault.event_id ?? "none"} · time ${fault.timestamp ?? "unknown"} · seal ${fault.seal ?? "none yet"} · digest ${fault.digest}`);
}

await withDatabase(({ url }) =>
  withClient(url, async (client) => {
    const ask: Ask = async <Row>(text: string, parameters: unknown[] = []) => (await client.query(text, parameters)).rows as Row[];
    if (values.expect !== undefined) await checkExpected(ask, values.expect);
    let check = await verifyTrail({ from: values.from, limit: EVENTS_PER_STEP }, ask);
    while (check.next !== null) {
      if (!values.json) process.stderr.write(`${check.events.toLocaleString("en")} events …\r`);
      check = sum(check, await verifyTrail({ from: check.next, limit: EVENTS_PER_STEP }, ask));
    }
    if (values.json) console.log(JSON.stringify(check, null, 2));
    else report(check);
    if (!check.ok) process.exit(1);
  }),
);
