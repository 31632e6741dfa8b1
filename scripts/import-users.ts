/**
 * `npm run import:users -- <file> --from=<system> [--format=csv|ndjson] [--dry-run] [--update] [--allow-administrators] [--report=<file>]`:
 * takes people over from another system, with their password hashes (docs/migrating.md). Run it again and it goes on where it was.
 */
import { closeSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { csvLine } from "@/lib/csv";
import { env } from "@/lib/env";
import type { Figures, ImportOptions, RowResult } from "@/lib/features/moving-in/import-people";
import { assertSize, decodeFile, type FileFormat, fileFormats, formatOf } from "@/lib/features/moving-in/read-file";
import { withDatabase } from "./database/with-database";
import { refuse } from "./launch/settings.mjs";

const USAGE = "npm run import:users -- people.csv --from=flask [--format=csv|ndjson] [--dry-run] [--update] [--allow-administrators] [--report=report.csv]";

const REPORT_COLUMNS = ["line", "external_id", "email", "status", "user_id", "code", "reason"];
const PROGRESS_EVERY = 2500;

const n = (figure: number) => figure.toLocaleString("en");

interface Wanted {
  file: string;
  report: string;
  options: Omit<ImportOptions, "text" | "signal">;
}

/** @throws Error with a sentence for what cannot be meant */
function readArguments(): Wanted {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: "string" }, format: { type: "string" }, report: { type: "string" },
      "dry-run": { type: "boolean", default: false }, update: { type: "boolean", default: false }, "allow-administrators": { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.from === undefined) throw new Error(`Name one file, and the system that it comes from: ${USAGE}`);
  const format = values.format ?? formatOf(file);
  if (!(fileFormats as readonly string[]).includes(format)) throw new Error(`--format=${format}: it is ${fileFormats.join(" or ")}.`);
  return {
    file,
    report: values.report ?? `${file}.${new Date().toISOString().replace(/[:.]/g, "-")}.report.csv`,
    options: {
      format: format as FileFormat, from: values.from, isRehearsal: values["dry-run"], updates: values.update, makesAdministrators: values["allow-administrators"],
    },
  };
}

function readText(file: string): string {
  assertSize(statSync(file).size);
  return decodeFile(readFileSync(file));
}

const lineOf = ({ line, externalId, email, status, userId, code, reason }: RowResult) => csvLine([line, externalId, email, status, userId, code, reason]);

function summarize(figures: Figures, { report, options }: Wanted): void {
  const { total, imported, updated, skipped, refused, without_credential: withoutPassword } = figures;
  console.log(`${n(total)} rows: ${n(imported)} imported, ${n(updated)} updated, ${n(skipped)} skipped, ${n(refused)} refused.${options.isRehearsal ? " This was a rehearsal: nothing was changed." : ""}`);
  if (withoutPassword > 0) console.log(`${n(withoutPassword)} of them without the password that the file has for them, because its hash cannot be used.`);
  console.log(`Row by row: ${report}`);
}

/** What every sign-in costs from now on, until nobody has such a hash any more. */
async function tellKinds(): Promise<void> {
  const [{ prisma }, { verifyPassword, warmPasswords }, { fillerOf }] = await Promise.all([import("@/lib/db"), import("@/lib/session/password"), import("@/lib/session/password-kind")]);
  await warmPasswords();
  for (const { kind } of await prisma.passwordKind.findMany({ orderBy: { kind: "asc" } })) {
    const startedAt = performance.now();
    await verifyPassword("the time of one comparison", fillerOf(kind));
    console.log(`Sign-in also does the work of ${kind} at every try: ${Math.round(performance.now() - startedAt)} ms here.`);
  }
}

async function run(wanted: Wanted): Promise<void> {
  if (env.authSecret === "") throw new Error("AUTH_SECRET is not set: the audit rows of an import are signed with it.");
  const text = readText(wanted.file);
  const { importPeople } = await import("@/lib/features/moving-in/import-people");
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const report = openSync(wanted.report, "w", 0o600);
  let done = 0;
  try {
    writeSync(report, csvLine(REPORT_COLUMNS));
    const figures = await importPeople({ ...wanted.options, text, signal: stop.signal }, (results) => {
      writeSync(report, results.map(lineOf).join(""));
      if (Math.floor((done + results.length) / PROGRESS_EVERY) > Math.floor(done / PROGRESS_EVERY)) console.log(`${n(done + results.length)} rows …`);
      done += results.length;
    });
    summarize(figures, wanted);
  } finally {
    closeSync(report);
  }
  if (stop.signal.aborted) throw new Error("Stopped before the end. Run the same command again: it goes on where it was.");
  if (!wanted.options.isRehearsal) await tellKinds();
}

try {
  const wanted = readArguments();
  await withDatabase(() => run(wanted));
} catch (error) {
  refuse(error);
}
