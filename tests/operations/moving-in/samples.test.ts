/** The files of docs/samples/moving-in, as docs/migrating.md says to import them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { decodeFile, formatOf } from "@/lib/features/moving-in/read-file";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";
import { outcomes, runImport } from "./run-import";

const PASSWORD = "demo of an account that moved";

const importSample = (name: string, from: string, updates = false) => {
  const file = path.join(import.meta.dirname, "../../../docs/samples/moving-in", name);
  return runImport(decodeFile(readFileSync(file)), { format: formatOf(file), from, updates });
};

const peopleOf = (domain: string) =>
  sql(
    `SELECT split_part(u.email, '@', 1) AS who, u.first_name, u.last_name, u.email_verified_at IS NOT NULL AS verified, u.is_active AS active, r.name AS role, u.created_at::date::text AS since
       FROM users u JOIN role_assignments ra ON ra.user_id = u.id JOIN roles r ON r.id = ra.role_id WHERE u.email LIKE '%@' || $1 ORDER BY u.email`,
    [domain],
  );

/** What each of them is answered with the password of the samples. */
const signInAll = (domain: string, names: string[]) =>
  Promise.all(names.map(async (name) => (await callAs(null).run(login, { input: { email: `${name}@${domain}`, password: PASSWORD } })).error?.code ?? "signed in"));

describe("docs/samples/moving-in", () => {
  it("flask.csv", async () => {
    expect(outcomes(await importSample("flask.csv", "flask"))).toEqual(["2 imported", "3 imported", "4 imported", "5 imported"]);
    expect(await peopleOf("flask.example")).toEqual([
      { who: "ada", first_name: "Ada", last_name: "Byron", verified: true, active: true, role: "manager", since: "2023-04-05" },
      { who: "charles", first_name: "Charles", last_name: "Babbage", verified: true, active: true, role: "user", since: "2021-01-31" },
      { who: "closed", first_name: null, last_name: null, verified: false, active: false, role: "user", since: "2022-02-02" },
      { who: "google.only", first_name: "Grace", last_name: "Hopper", verified: true, active: true, role: "user", since: "2024-06-01" },
    ]);
    expect(await signInAll("flask.example", ["ada", "charles", "closed", "google.only"])).toEqual(["signed in", "signed in", "ACCOUNT_DISABLED", "INVALID_CREDENTIALS"]);
  });

  it("supabase.csv", async () => {
    expect((await importSample("supabase.csv", "supabase")).figures).toMatchObject({ imported: 3, without_credential: 0 });
    expect(await peopleOf("supabase.example")).toMatchObject([{ who: "ada", verified: true, since: "2024-03-01" }, { who: "github.only", first_name: "Charles" }, { who: "unconfirmed", verified: false }]);
    expect(await signInAll("supabase.example", ["ada", "unconfirmed", "github.only"])).toEqual(["signed in", "signed in", "INVALID_CREDENTIALS"]);
  });

  it("next-auth.csv", async () => {
    expect((await importSample("next-auth.csv", "next-auth")).figures).toMatchObject({ imported: 3 });
    expect(await peopleOf("next-auth.example")).toMatchObject([{ first_name: "Ada", last_name: "Byron", verified: true }, { last_name: "Babbage the Elder", verified: false }, { first_name: null }]);
  });

  it("auth0.ndjson, and then auth0-hashes.ndjson with --update", async () => {
    expect((await importSample("auth0.ndjson", "auth0")).figures).toMatchObject({ imported: 3, refused: 0 });
    expect(await peopleOf("auth0.example")).toMatchObject([
      { who: "ada", first_name: "Ada", last_name: "Byron", verified: true, active: true, since: "2022-05-06" },
      { who: "blocked", verified: false, active: false },
      { who: "charles", verified: true },
    ]);
    expect(await signInAll("auth0.example", ["ada"])).toEqual(["INVALID_CREDENTIALS"]);
    expect(outcomes(await importSample("auth0-hashes.ndjson", "auth0", true))).toEqual(["1 updated", "2 updated"]);
    expect(await signInAll("auth0.example", ["ada", "blocked", "charles"])).toEqual(["signed in", "ACCOUNT_DISABLED", "INVALID_CREDENTIALS"]);
  });

  it("auth0-hashes.ndjson alone makes the accounts too", async () => {
    await sql("DELETE FROM users WHERE email LIKE '%@auth0.example'");
    await sql("DELETE FROM imported_people WHERE source = 'auth0'");
    expect((await importSample("auth0-hashes.ndjson", "auth0")).figures).toMatchObject({ imported: 2 });
    expect(await signInAll("auth0.example", ["ada", "blocked"])).toEqual(["signed in", "signed in"]);
  });

  it("clerk.csv", async () => {
    expect((await importSample("clerk.csv", "clerk")).figures).toMatchObject({ imported: 3, refused: 0 });
    expect(await peopleOf("clerk.example")).toMatchObject([{ who: "ada", verified: true }, { who: "charles", verified: true }, { who: "waiting", verified: false }]);
    expect(await signInAll("clerk.example", ["ada", "charles", "waiting"])).toEqual(["signed in", "signed in", "INVALID_CREDENTIALS"]);
    expect((await callAs(null).run(login, { input: { username: "ada-of-clerk", password: PASSWORD } })).error).toBeNull();
  });
});
