/**
 * `npm run bench`: measures the production build on the embedded database and writes docs/performance.md.
 *
 *   --quick          a smoke run: short rounds, a small table; prints and writes nothing
 *   --only=a,b       these groups; the report keeps what was measured of the others, and is not written where that is lost
 *   --no-build       with the bench build that is there
 *   --profile=<dir>  leaves a .cpuprofile of the server there; figures of such a run are not kept
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openBenchCluster } from "./bench/bench-database.mjs";
import { writeEvents } from "./bench/bench-events.mjs";
import { BENCH_BUILD, startBenchServer } from "./bench/bench-server.mjs";
import { startCountingServer } from "./bench/count-statements.mjs";
import { startGenerator } from "./bench/load.mjs";
import { othersShare } from "./bench/others-share.mjs";
import { reportText, sectionText } from "./bench/report.mjs";
import { apiReads } from "./bench/subjects/api-reads.mjs";
import { assignments } from "./bench/subjects/assignments.mjs";
import { budgets } from "./bench/subjects/budgets.mjs";
import { checks } from "./bench/subjects/checks.mjs";
import { crowded } from "./bench/subjects/crowded.mjs";
import { doors } from "./bench/subjects/doors.mjs";
import { imports } from "./bench/subjects/imports.mjs";
import { lists } from "./bench/subjects/lists.mjs";
import { logins } from "./bench/subjects/logins.mjs";
import { mutations } from "./bench/subjects/mutations.mjs";
import { pages } from "./bench/subjects/pages.mjs";
import { tokens } from "./bench/subjects/tokens.mjs";
import { trail } from "./bench/subjects/trail.mjs";
import { loadEnvFiles, refuse, repositoryRoot } from "./launch/settings.mjs";
import { build } from "./test-steps.mjs";

const GROUPS = { api: apiReads, pages, logins, doors, crowded, tokens, lists, mutations, checks, assignments, trail, imports, budgets };

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const has = (name) => process.argv.includes(`--${name}`);

const isQuick = has("quick");
const profileDirectory = option("profile");
const chosen = option("only")?.split(",") ?? Object.keys(GROUPS);
const sizes = isQuick ? { small: 1000, large: 5000, events: [20_000, 50_000] } : { small: 1000, large: 100_000, events: [20_000, 1_000_000] };
const time = isQuick ? { rounds: 2, seconds: 1, warmSeconds: 0.5 } : { rounds: Number(option("rounds") ?? 5), seconds: Number(option("seconds") ?? 3), warmSeconds: 2 };

const reportFile = path.join(repositoryRoot, "docs/performance.md");
const findingsFile = path.join(repositoryRoot, "docs/performance-findings.md");
const resultsFile = path.join(repositoryRoot, "docs/performance.json");

const cleanUps = [];
const later = (cleanUp) => cleanUps.unshift(cleanUp);

async function end(code) {
  for (const cleanUp of cleanUps.splice(0)) await Promise.resolve(cleanUp()).catch((error) => console.error(error));
  process.exit(code);
}

/** A database for each length of the audit trail. */
async function trails(cluster) {
  const urls = [];
  for (const [index, events] of sizes.events.entries()) {
    const url = await cluster.create(`bench_trail_${index}`, sizes.small);
    await writeEvents(url, events);
    urls.push(url);
  }
  return urls;
}

async function measure() {
  const cluster = await openBenchCluster();
  later(cluster.stop);
  const databaseUrl = await cluster.create("bench_small", sizes.small);
  const largeUrl = chosen.includes("lists") ? await cluster.create("bench_large", sizes.large) : databaseUrl;
  const eventUrls = chosen.includes("trail") ? await trails(cluster) : [];
  const generator = startGenerator();
  later(generator.close);
  const counting = await startCountingServer(largeUrl);
  later(counting.stop);
  const server = await startBenchServer({ databaseUrl, profileDirectory });
  later(server.stop);
  const results = {};
  for (const name of chosen) {
    const facts = results.logins?.facts;
    const before = await othersShare();
    const section = await GROUPS[name]({ generator, server, counting, databaseUrl, largeUrl, eventUrls, sizes, time, isQuick, facts });
    const others = Math.max(before, await othersShare());
    results[name] = { ...section, others, at: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC` };
    console.log(`\n${sectionText(results[name])}`);
  }
  const machine = `${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim() || os.arch()}), Node ${process.versions.node}, PostgreSQL ${cluster.version}`;
  return { machine, results };
}

/** The statements' texts and values are for the run alone. */
const withoutTexts = (_key, value) => (value && typeof value === "object" && "seen" in value ? { ...value, seen: undefined } : value);

function keep({ machine, results }) {
  const kept = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")) : {};
  const all = { ...kept, ...results };
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(all, withoutTexts));
  const unknown = Object.keys(GROUPS).filter((name) => !(name in all));
  if (unknown.length > 0) return void console.log(`\ndocs/performance.md stays as it is: no figures are kept of ${unknown.join(", ")}`);
  const sections = Object.keys(GROUPS).flatMap((name) => (all[name] ? [all[name]] : []));
  const findings = existsSync(findingsFile) ? readFileSync(findingsFile, "utf8") : "";
  writeFileSync(reportFile, reportText({ machine, date: new Date().toISOString().slice(0, 10), sections, findings }));
  console.log("\nwrote docs/performance.md");
}

async function main() {
  const unknown = chosen.filter((name) => !(name in GROUPS));
  if (unknown.length > 0) throw new Error(`There is no group ${unknown.join(", ")}: choose of ${Object.keys(GROUPS).join(", ")}.`);
  loadEnvFiles();
  if (!has("no-build")) {
    const { failed } = await build("bench build", BENCH_BUILD, { GATEHOUSE_BENCH_BUILD: "1", GATEHOUSE_TEST_BUILD: "" });
    if (failed > 0) throw new Error("The bench build failed.");
  }
  const measured = await measure();
  if (!isQuick && !profileDirectory) keep(measured);
  const missed = Object.values(measured.results).flatMap(({ goals }) => goals.filter(({ isMet }) => !isMet));
  console.log(`\n${missed.length === 0 ? "every goal was met" : `${missed.length} goals were missed: ${missed.map(({ goal }) => goal).join("; ")}`}`);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => void end(1));
try {
  await main();
  await end(0);
} catch (error) {
  for (const cleanUp of cleanUps.splice(0)) await Promise.resolve(cleanUp()).catch(() => undefined);
  refuse(error);
}
