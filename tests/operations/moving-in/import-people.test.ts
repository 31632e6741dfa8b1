import { describe, expect, it } from "vitest";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { importPeople } from "@/lib/features/moving-in/import-people";
import { login } from "@/lib/features/auth/operations/login";
import { newId } from "@/lib/ids";
import { CHEAP } from "../../factories/foreign-hashes";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { csvOf, outcomes, runImport } from "./run-import";

const address = () => `mover-${newId()}@example.com`;
const source = () => `s-${newId().slice(-12)}`;
const signIn = (email: string, password: string) => callAs(null).run(login, { input: { email, password } });
const countOf = (emails: string[]) => oneRow("SELECT count(*)::int AS count FROM users WHERE email = ANY($1)", [emails]);
const personOf = (email: string) =>
  oneRow(
    `SELECT u.id, u.username, u.first_name, u.last_name, u.phone_number, u.password_hash, u.password_changed_at, u.must_change_password, u.provider, u.is_active,
            u.email_verified_at IS NOT NULL AS verified, u.created_at, o.slug, r.name AS role, ra.organization_id = u.active_organization_id AS here, m.user_id IS NOT NULL AS member
       FROM users u JOIN organizations o ON o.id = u.active_organization_id LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = o.id
       JOIN role_assignments ra ON ra.user_id = u.id JOIN roles r ON r.id = ra.role_id WHERE u.email = $1`,
    [email],
  );

describe("a row that is right", () => {
  it("is an account with its own password, its role and its place, an audit row and one of the run", async () => {
    const organization = await makeOrganization();
    const [email, from] = [address(), source()];
    const username = `ada-${newId().slice(-12)}`;
    const file = csvOf(
      "external_id,email,username,first_name,last_name,phone_number,password_hash,role,organization,is_verified,is_active,created_at",
      `u-1, ${email.toUpperCase()} ,${username},Ada,"Byron, Countess",'+44 20 7946 0000,${CHEAP.hash},manager,${organization.slug},t,1,2020-02-03 04:05:06+01`,
    );
    const rows = await auditRowsOf(async () => expect((await runImport(file, { from })).figures).toEqual({ total: 1, imported: 1, updated: 0, skipped: 0, refused: 0, without_credential: 0 }));
    const person = await personOf(email);
    expect(person).toMatchObject({
      username, first_name: "Ada", last_name: "Byron, Countess", phone_number: "+44 20 7946 0000", password_hash: CHEAP.hash, password_changed_at: null, must_change_password: false,
      provider: "import", is_active: true, verified: true, created_at: new Date("2020-02-03T03:05:06Z"), slug: organization.slug, role: "manager", here: true, member: true,
    });
    expect(rows).toMatchObject([
      { action: "user.admin_created", success: true, actor_id: null, target_user_id: person.id, identifier: email, organization_id: organization.id, metadata: { role: "manager", imported: true, from, via: "command" } },
      { action: "user.imported", actor_id: null, metadata: { total: 1, imported: 1, refused: 0, from, via: "command" } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(CHEAP.hash.slice(0, 20));
    expect(await oneRow("SELECT source, external_id, user_id FROM imported_people WHERE source = $1", [from])).toEqual({ source: from, external_id: "u-1", user_id: person.id });
    expect((await signIn(email, CHEAP.password)).error).toBeNull();
    expect((await signIn(email, "a guess")).error?.status).toBe(401);
  });

  it("needs no more than an address", async () => {
    const [email, other] = [address(), address()];
    expect(outcomes(await runImport(csvOf("email", email)))).toEqual(["2 imported"]);
    expect(await personOf(email)).toMatchObject({ username: expect.stringMatching(/^mover-/) as string, password_hash: null, is_active: true, verified: false, slug: "default", role: "user", here: true });
    expect((await signIn(email, "")).error?.status).toBe(422);
    expect(outcomes(await runImport(`{"email":"${other}","is_verified":true,"first_name":null}\n\n`, { format: "ndjson" }))).toEqual(["1 imported"]);
    expect(await personOf(other)).toMatchObject({ verified: true, first_name: null });
  });

  it("keeps out whoever may not sign in", async () => {
    const email = address();
    await runImport(csvOf("email,password_hash,is_active", `${email},${CHEAP.hash},f`));
    expect((await signIn(email, CHEAP.password)).error?.code).toBe("ACCOUNT_DISABLED");
  });

  it("makes the kind of its hash known to every sign-in, and does not count ours as one", async () => {
    const kinds = async () => (await sql<{ kind: string }>("SELECT kind FROM password_kinds WHERE kind LIKE '$2b$%' ORDER BY kind")).map(({ kind }) => kind);
    await runImport(csvOf("email,password_hash", `${address()},$2a$04$abcdefghijklmnopqrstuukuUnu5ySistAdyi2ew9xaWKuJhLW5SK`));
    expect(await kinds()).toEqual([]);
    await runImport(csvOf("email,password_hash", `${address()},$2y$05$abcdefghijklmnopqrstuu5rrvpveDY/y7./wo8vc75GCmKgiVS7O`));
    expect(await kinds()).toEqual(["$2b$05$"]);
  });
});

describe("a hash that cannot be used", () => {
  it("leaves its account without a password, and says why", async () => {
    const emails = Array.from({ length: 4 }, address);
    const zeros = "0".repeat(64);
    const hashes = ["$2x$10$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q", `pbkdf2:sha256:1000000000$salt$${zeros}`, "hunter2", "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99"];
    const run = await runImport(csvOf("email,password_hash", ...emails.map((email, at) => `${email},${hashes[at]}`)));
    expect(run.figures).toMatchObject({ imported: 4, without_credential: 4 });
    expect(run.rows.map(({ code, reason }) => [code, reason.split(" ").slice(0, 3).join(" ")])).toEqual([
      ["NO_PASSWORD", "$2x$ marks hashes"], ["NO_PASSWORD", "This is pbkdf2"], ["NO_PASSWORD", "This is no"], ["NO_PASSWORD", "This is no"],
    ]);
    expect(JSON.stringify(run.rows)).not.toContain("hunter2");
    expect(await oneRow("SELECT count(*)::int AS count FROM users WHERE email = ANY($1) AND password_hash IS NULL", [emails])).toEqual({ count: 4 });
    for (const email of emails) expect((await signIn(email, "hunter2")).error?.status).toBe(401);
  });

  it("is one of a kind too many: six are all that sign-in does at every try", async () => {
    const emails = Array.from({ length: 9 }, address);
    const rows = emails.map((email, at) => `${email},pbkdf2:sha256:${at + 1}$salt$${"0".repeat(64)}`);
    const { figures, rows: results } = await runImport(csvOf("email,password_hash", ...rows));
    expect(figures.without_credential).toBeGreaterThanOrEqual(3);
    expect(results.at(-1)?.reason).toContain("6 kinds already");
    expect((await sql("SELECT kind FROM password_kinds")).length).toBeLessThanOrEqual(6);
    await sql("DELETE FROM password_kinds");
  });
});

describe("row by row", () => {
  it("says what is wrong with each, and makes the others", async () => {
    const known = await makeUser();
    const [good, twice] = [address(), address()];
    const file = csvOf(
      "external_id,email,username,role,organization,is_active,created_at",
      `a,${good},,,,,`, "b,nobody,,,,,", `c,${known.email.toUpperCase()},,,,,`, `d,${address()},${known.username},,,,`, `e,${twice},,,,,`, `f,${twice},,,,,`, `e,${address()},,,,,`,
      `g,${address()},,emperor,,,`, `h,${address()},,admin,,,`, `i,${address()},,,nowhere,,`, `j,${address()},,,,perhaps,`, `k,${address()},,,,,yesterday`, `l,${address()},,,,,2999-01-01`, `m,${address()}`,
    );
    const run = await runImport(file, { from: source() });
    expect(run.figures).toMatchObject({ total: 14, imported: 2, skipped: 1, refused: 11 });
    expect(outcomes(run)).toEqual([
      "2 imported", "3 refused VALIDATION_ERROR", "4 skipped ALREADY_HERE", "5 refused USERNAME_TAKEN", "6 imported", "7 refused TWICE_IN_FILE", "8 refused TWICE_IN_FILE",
      "9 refused VALIDATION_ERROR", "10 refused ADMINISTRATOR", "11 refused VALIDATION_ERROR", "12 refused VALIDATION_ERROR", "13 refused VALIDATION_ERROR", "14 refused VALIDATION_ERROR", "15 refused VALIDATION_ERROR",
    ]);
    expect(run.rows[7]).toMatchObject({ externalId: "g", reason: "role: There is no such role." });
  });

  it("never touches an account that was here, whatever the file says of its password", async () => {
    const known = await makeUser();
    await rowsUnchanged(() => runImport(csvOf("external_id,email,password_hash,role", `x,${known.email},${CHEAP.hash},manager`), { updates: true, from: source() }));
    expect((await signIn(known.email, CHEAP.password)).error?.status).toBe(401);
  });

  it("gives a role that holds everything only to whom the command trusts so far, on the platform", async () => {
    const email = address();
    const file = csvOf("email,role", `${email},admin`);
    expect(outcomes(await runImport(file))).toEqual(["2 refused ADMINISTRATOR"]);
    expect(outcomes(await runImport(file, { makesAdministrators: true }))).toEqual(["2 imported"]);
    expect(await oneRow("SELECT ra.organization_id FROM role_assignments ra JOIN users u ON u.id = ra.user_id WHERE u.email = $1", [email])).toEqual({ organization_id: null });
  });
});

describe("a rehearsal", () => {
  it("says the same and changes nothing, no audit row either", async () => {
    const known = await makeUser();
    const file = csvOf("external_id,email,password_hash", `1,${address()},${CHEAP.hash}`, `2,${known.email},`, "3,nobody,");
    const from = source();
    const rehearsal = await rowsUnchanged(() => runImport(file, { from, isRehearsal: true }), []);
    const run = await runImport(file, { from });
    expect(outcomes(rehearsal)).toEqual(outcomes(run));
    expect(rehearsal.figures).toEqual(run.figures);
  });
});

describe("a run that comes again", () => {
  const people = (count: number, start = 0) => Array.from({ length: count }, (_, at) => `p-${start + at},mover-${newId()}-${start + at}@example.com`);

  it("goes on where one broke off, and makes nobody twice", async () => {
    const from = source();
    const rows = people(620);
    const file = csvOf("external_id,email", ...rows);
    const stop = new AbortController();
    const broken = await importPeople({ text: file, format: "csv", from, isRehearsal: false, updates: false, makesAdministrators: false, signal: stop.signal }, () => stop.abort());
    expect(broken).toMatchObject({ total: 250, imported: 250 });
    const again = await runImport(file, { from });
    expect(again.figures).toMatchObject({ total: 620, imported: 370, skipped: 250, refused: 0 });
    expect(new Set(again.rows.filter(({ status }) => status === "skipped").map(({ code }) => code))).toEqual(new Set(["ALREADY_IMPORTED"]));
    expect(await oneRow("SELECT count(*)::int AS count FROM imported_people WHERE source = $1", [from])).toEqual({ count: 620 });
    expect((await runImport(file, { from })).figures).toMatchObject({ imported: 0, skipped: 620 });
  });

  it("knows people by their address where the file has no ids", async () => {
    const file = csvOf("email", address(), address());
    await runImport(file);
    expect(outcomes(await rowsUnchanged(() => runImport(file)))).toEqual(["2 skipped ALREADY_IMPORTED", "3 skipped ALREADY_IMPORTED"]);
  });

  it("does not bring back whom an administrator deleted, hidden or erased", async () => {
    const from = source();
    const file = csvOf("external_id,email", `1,${address()}`, `2,${address()}`);
    const { rows } = await runImport(file, { from });
    const administrator = await makeViewer(["*"], { reach: "platform" });
    await callAs(administrator).output(deleteUser, { params: { id: String(rows[0]?.userId) } });
    await sql("DELETE FROM users WHERE id = $1", [rows[1]?.userId]);
    expect(outcomes(await rowsUnchanged(() => runImport(file, { from, updates: true })))).toEqual(["2 skipped DELETED_HERE", "3 skipped DELETED_HERE"]);
  });

  it("with --update brings those up to date who have not signed in yet, and leaves the others", async () => {
    const from = source();
    const [one, two] = [address(), address()];
    await runImport(csvOf("external_id,email,first_name,password_hash", `1,${one},Ada,`, `2,${two},Charles,${CHEAP.hash}`), { from });
    expect((await signIn(two, CHEAP.password)).error).toBeNull();
    const later = csvOf("external_id,email,first_name,last_name,password_hash,is_verified", `1,${one},,Byron,${CHEAP.hash},yes`, `2,${two},Karl,,${CHEAP.hash},yes`);
    expect(outcomes(await runImport(later, { from }))).toEqual(["2 skipped ALREADY_IMPORTED", "3 skipped ALREADY_IMPORTED"]);
    const rows = await auditRowsOf(async () => expect(outcomes(await runImport(later, { from, updates: true }))).toEqual(["2 updated", "3 skipped ALREADY_IMPORTED"]));
    expect(rows).toMatchObject([
      { action: "user.admin_updated", identifier: null, metadata: { fields: ["last_name", "is_verified", "password_hash"], imported: true, from } },
      { action: "user.imported", metadata: { updated: 1, skipped: 1 } },
    ]);
    expect(await personOf(one)).toMatchObject({ first_name: "Ada", last_name: "Byron", verified: true, password_hash: CHEAP.hash });
    expect(await personOf(two)).toMatchObject({ first_name: "Charles", last_name: null, verified: false });
    expect((await signIn(one, CHEAP.password)).error).toBeNull();
    expect(outcomes(await runImport(csvOf("external_id,email,first_name", `1,${one},Ada`), { from, updates: true }))).toEqual(["2 skipped ALREADY_IMPORTED"]);
  });
});

describe("several runs at once", () => {
  it("make everybody once", async () => {
    const emails = Array.from({ length: 60 }, address);
    const from = source();
    const file = csvOf("external_id,email", ...emails.map((email, at) => `${at},${email}`));
    const runs = await Promise.all([runImport(file, { from }), runImport(file, { from }), runImport(file, { from })]);
    expect(runs.reduce((sum, { figures }) => sum + figures.imported, 0)).toBe(60);
    expect(await countOf(emails)).toEqual({ count: 60 });
  });
});
