/** `npm run import:users`, as a process of its own on a real database. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { newId } from "@/lib/ids";
import { parseCsv } from "@/lib/parse-csv";
import { CHEAP } from "../../factories/foreign-hashes";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";

const root = path.resolve(import.meta.dirname, "../../..");
const home = mkdtempSync(path.join(tmpdir(), "gatehouse-moving-in-"));
const TIMEOUT = 60_000;

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
}

/** @param onOutput - is given what was printed so far, and a way to interrupt */
function command(args: string[], environment: Record<string, string> = {}, onOutput: (out: string, interrupt: () => void) => void = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/import-users.ts", ...args], { cwd: root, env: { ...process.env, GATEHOUSE_DATA_DIR: home, ...environment } });
  let out = "";
  const collect = (chunk: Buffer) => onOutput((out += chunk.toString()), () => void child.kill("SIGINT"));
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}

function write(name: string, text: string): string {
  const file = path.join(home, name);
  writeFileSync(file, text);
  return file;
}

const address = () => `command-${newId()}@example.com`;

describe("npm run import:users", { timeout: TIMEOUT }, () => {
  it("imports, sums up, and writes a report that only its owner reads", async () => {
    const [email, formula] = [address(), "=cmd|' /C calc'!A0"];
    const file = write("people.csv", `email,password_hash\n${email},${CHEAP.hash}\n${formula},\n`);
    const report = path.join(home, "report.csv");
    const { code, out } = await command([file, "--from=flask", `--report=${report}`]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("2 rows: 1 imported, 0 updated, 0 skipped, 1 refused.") as string });
    expect(out).toContain("Sign-in also does the work of pbkdf2:sha1:1000$ at every try");
    expect(statSync(report).mode & 0o777).toBe(0o600);
    const text = readFileSync(report, "utf8");
    expect(text).not.toContain(CHEAP.hash);
    expect(text).toContain(`"'${formula}"`);
    expect(parseCsv(text).map(({ fields }) => fields)).toEqual([
      ["line", "external_id", "email", "status", "user_id", "code", "reason"],
      ["2", "", email, "imported", (await oneRow<{ id: string }>("SELECT id FROM users WHERE email = $1", [email])).id, "", ""],
      ["3", "", formula, "refused", "", "VALIDATION_ERROR", "email: This is not an e-mail address."],
    ]);
    expect((await callAs(null).run(login, { input: { email, password: CHEAP.password } })).error).toBeNull();
  });

  it("rehearses without a change, with a report beside the file", async () => {
    const file = write("rehearsal.ndjson", `{"email":"${address()}"}\n`);
    const { code, out } = await rowsUnchanged(() => command([file, "--from=flask", "--dry-run"]), []);
    expect([code, out]).toEqual([0, expect.stringContaining("1 imported, 0 updated, 0 skipped, 0 refused. This was a rehearsal: nothing was changed.")]);
    expect(readdirSync(home).filter((name) => /^rehearsal\.ndjson\..*\.report\.csv$/.test(name))).toHaveLength(1);
  });

  it("stops between two batches when it is interrupted, and goes on the next time", async () => {
    const people = 4000;
    const file = write("many.csv", `external_id,email\n${Array.from({ length: people }, (_, at) => `${at},m${at}-${newId()}@example.com`).join("\n")}\n`);
    let isInterrupted = false;
    const broken = await command([file, "--from=many"], {}, (out, interrupt) => {
      if (!isInterrupted && out.includes("2,500 rows …")) interrupt();
      isInterrupted ||= out.includes("2,500 rows …");
    });
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining("Run the same command again")]);
    const count = async () => (await oneRow<{ count: number }>("SELECT count(*)::int AS count FROM imported_people WHERE source = 'many'")).count;
    const before = await count();
    expect(before).toBeGreaterThanOrEqual(2500);
    expect(before).toBeLessThan(people);
    const { code, out } = await command([file, "--from=many"]);
    expect([code, out]).toEqual([0, expect.stringContaining(`4,000 rows: ${(people - before).toLocaleString("en")} imported, 0 updated, ${before.toLocaleString("en")} skipped, 0 refused.`)]);
    expect(await count()).toBe(people);
  });

  it.each([
    [[], "Name one file"],
    [["people.csv"], "the system that it comes from"],
    [["people.csv", "--from=x", "--format=xml"], "--format=xml"],
    [["people", "--from=x"], "--format=csv"],
    [["people.csv", "--from=x", "--passwords"], "--passwords"],
    [["no-such-file.csv", "--from=x"], "no-such-file.csv"],
  ])("refuses %j with a sentence", async (args, sentence) => {
    const { code, out } = await command(args);
    expect([code, out]).toEqual([1, expect.stringContaining(sentence)]);
    expect(out).not.toContain("    at ");
  });

  it("refuses what is not UTF-8, and a database without AUTH_SECRET to sign with", async () => {
    const file = write("latin1.csv", "");
    writeFileSync(file, Buffer.from("email\nm\u00fcller@example.com\n", "latin1"));
    expect(await command([file, "--from=x"])).toEqual({ code: 1, out: "This file is not UTF-8. Convert it first, for example with: iconv -f LATIN1 -t UTF-8.\n" });
    expect((await command([write("one.csv", "email\n"), "--from=x"], { AUTH_SECRET: "", NODE_ENV: "production" })).out).toContain("AUTH_SECRET");
  });
});
