/** The command as its README runs it; needs no browser. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { DEMO_PEOPLE } from "../../../scripts/launch/demo-people.mjs";
import { type OwnServers, ownServers } from "../support/own-servers";
import { demoPerson } from "../support/people";
import { setServerClock } from "../support/test-control";

const ROOT = path.join(import.meta.dirname, "../../..");
const MINUTE = 60_000;
const EVERYBODY = DEMO_PEOPLE.map(({ email }) => email).sort();

interface Run {
  code: number;
  lines: string[];
  errors: string;
}

let servers: OwnServers;
let folder: string;

const url = () => servers.instances[0]?.url ?? "";
const sessionFile = () => path.join(folder, "kept/session.json");
const kept = () => JSON.parse(readFileSync(sessionFile(), "utf8")) as Record<string, string>;

function run(args: string[] = [], person?: { email: string; password: string }): Promise<Run> {
  const account: Record<string, string> = person ? { GATEHOUSE_EMAIL: person.email, GATEHOUSE_PASSWORD: person.password } : {};
  const env = { NODE_ENV: "production" as const, PATH: process.env.PATH, GATEHOUSE_URL: url(), GATEHOUSE_SESSION: sessionFile(), ...account };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", "examples/node-bearer/list-people.ts", ...args], { cwd: ROOT, env }, (error, out, errors) =>
      resolve({ code: Number(error?.code ?? 0), lines: out.trim().split("\n"), errors: errors.trim() }),
    );
  });
}

const peopleIn = ({ lines }: Run) => lines.slice(1).map((line) => line.split("\t")[0]);

function expectList(result: Run): void {
  expect([result.code, result.errors]).toEqual([0, ""]);
  expect(peopleIn(result)).toEqual(expect.arrayContaining(EVERYBODY));
}

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gatehouse-node-bearer-"));
  servers = await ownServers({ env: { TOKEN_DELIVERY: "body_only" } });
});
test.afterAll(async () => {
  await servers?.end();
  rmSync(folder, { recursive: true, force: true });
});

test("signs in once, goes on with what it kept, renews it where it has expired, and signs out", async ({ request }) => {
  // Ten processes, which take their time on a busy machine.
  test.slow();
  const admin = demoPerson("admin");
  expect(await run()).toEqual({ code: 1, lines: [""], errors: "Nobody is signed in. Set GATEHOUSE_EMAIL and GATEHOUSE_PASSWORD." });
  expect(await run([], { ...admin, password: "not this one" })).toMatchObject({ code: 1, errors: expect.stringMatching(/^INVALID_CREDENTIALS: /) });

  const first = await run([], admin);
  expectList(first);
  expect(first.lines[0]).toBe("Signed in as admin@example.com.");
  expect(statSync(sessionFile()).mode & 0o777).toBe(0o600);
  const before = kept();

  expectList(await run());
  expect(kept()).toEqual(before);

  await setServerClock(request, 16 * MINUTE, url());
  expectList(await run());
  const after = kept();
  expect(after.auth_access_token).not.toBe(before.auth_access_token);
  expect(after.auth_refresh_token).not.toBe(before.auth_refresh_token);

  // Two runs that find it expired at the same moment: the server gives both the same successor.
  await setServerClock(request, 32 * MINUTE, url());
  for (const result of await Promise.all([run(), run()])) expectList(result);
  await setServerClock(request, 48 * MINUTE, url());
  expectList(await run());

  const last = kept();
  expect(await run(["--sign-out"])).toMatchObject({ code: 0, lines: ["Signed out."] });
  expect(Object.keys(kept())).toEqual(["auth_session_mark"]);
  const refused = await request.post(`${url()}/api/auth/token/refresh`, { data: { refresh_token: last.auth_refresh_token } });
  expect(refused.status()).toBe(401);
  expect((await run()).code).toBe(1);
  await setServerClock(request, 0, url());
});

test("says what is refused to somebody without the permission", async () => {
  const result = await run([], demoPerson("user"));
  expect(result).toMatchObject({ code: 1, lines: ["Signed in as user@example.com."], errors: expect.stringMatching(/^FORBIDDEN: /) });
});
