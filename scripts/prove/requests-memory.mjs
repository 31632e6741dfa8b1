/**
 * Tells a leak from garbage that V8 has not collected yet: a server's memory is read after a full collection, at points
 * along the attack, and the last third of them is held against the first.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endOnce, must } from "./proof-servers.mjs";

/** Connections of an earlier part may still be closing. */
const SETTLE_MS = 500;
const PATIENCE_MS = 20_000;

/** What V8 compiles late is kept, too: in 30,000 requests it was 3 %. A leak of 200 bytes a request is more in 90,000. */
const LIVE_GROWTH_MAX = 0.1;
/** With what native code holds, and what the allocator does not give back. */
const RESIDENT_GROWTH_MAX = 0.2;
const HANDLES_MORE_MAX = 10;

/** @returns {{ env: Record<string, string>, read(pid: number): Promise<Reading>, end(): Promise<void> }} `env`: of the server to be read */
export function memoryMeter() {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-memory-"));
  const file = path.join(folder, "readings.jsonl");
  const readings = () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : []);
  const end = endOnce(async () => rmSync(folder, { recursive: true, force: true }));
  const read = async (pid) => {
    await sleep(SETTLE_MS);
    const known = readings().length;
    process.kill(pid, "SIGUSR2");
    for (let waited = 0; readings().length === known; waited += 50) {
      must(waited < PATIENCE_MS, "the server does not tell its memory");
      await sleep(50);
    }
    return JSON.parse(readings().at(-1));
  };
  const probe = new URL("./requests-memory-probe.mjs", import.meta.url).href;
  return { env: { NODE_OPTIONS: `--import=${probe}`, PROVE_MEMORY_FILE: file }, read, end };
}

/** Resident memory right now, garbage included, in bytes. */
export const residentMemory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** How much larger the last third is than the first: 0.1 is 10 %. */
export function growthOf(numbers) {
  const third = Math.max(1, Math.floor(numbers.length / 3));
  return mean(numbers.slice(-third)) / mean(numbers.slice(0, third)) - 1;
}

const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const percent = (share) => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`;

/**
 * @param {{ rss: number, live: number, handles: number }[]} readings in the order of the attack
 * @param {number} highest resident bytes while under attack
 * @returns {string} the figures
 * @throws Error where they are not flat
 */
export function judgeMemory(readings, highest) {
  const of = (name) => readings.map((reading) => reading[name]);
  const [live, resident] = [growthOf(of("live")), growthOf(of("rss"))];
  const line = (name) => of(name).map(megabytes).join(" → ");
  const figures = `after a full collection, live: ${line("live")} MB (last third against the first: ${percent(live)}, at most +${LIVE_GROWTH_MAX * 100} %), resident: ${line("rss")} MB (${percent(resident)}, at most +${RESIDENT_GROWTH_MAX * 100} %), open handles ${of("handles").join(" → ")}; resident with garbage at most ${megabytes(highest)} MB`;
  must(live <= LIVE_GROWTH_MAX && resident <= RESIDENT_GROWTH_MAX, `memory grows: ${figures}`);
  must(readings.at(-1).handles <= readings[0].handles + HANDLES_MORE_MAX, `handles stay open: ${figures}`);
  return figures;
}
