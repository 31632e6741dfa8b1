import { describe, expect, it } from "vitest";
import * as route from "@/app/api/admin/users/import/route";
import { importUsers } from "@/lib/features/admin/operations/import-users";
import { login } from "@/lib/features/auth/operations/login";
import { armFailpoints } from "@/lib/failpoint";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const makeImporter = (options = {}) => makeViewer(["users.import"], { roles: ["manager"], ...options });
const address = () => `import-${newId()}@example.com`;
const run = (viewer: TestViewer, csv: string, query = {}) => callAs(viewer).output(importUsers, { input: { csv }, query });
const rehearse = (viewer: TestViewer, csv: string) => rowsUnchanged(() => run(viewer, csv, { dry_run: "true" }), ["rate_limits"]);
const csvOf = (...lines: string[]) => `${lines.join("\r\n")}\r\n`;
const countOf = (emails: string[]) => oneRow("SELECT count(*)::int AS count FROM users WHERE email = ANY($1)", [emails]);

describe("allowed", () => {
  it("makes an account of each row that is right, with an audit row each and one of the import", async () => {
    const organization = await makeOrganization();
    const importer = await makeImporter({ organization });
    const [one, two] = [address(), address()];
    const username = `ada-${newId().slice(-12)}`;
    const file = csvOf("email,username,first_name,last_name,phone_number,role,is_verified", ` ${one.toUpperCase()},${username},Ada,"Byron, Countess",'+44 20 7946 0000,manager,YES`, `${two},,,,,,`);
    const rows = await auditRowsOf(async () => {
      const output = await run(importer, file);
      expect(output).toMatchObject({ message: "2 of 2 were created.", dry_run: false, total: 2, created: 2, refused: 0, rows: [{ line: 2, status: "created" }, { line: 3, email: two, status: "created" }] });
    });
    expect(rows).toMatchObject([
      { action: "user.admin_created", success: true, actor_id: importer.user.id, identifier: one, organization_id: organization.id, metadata: { role: "manager", imported: true } },
      { action: "user.admin_created", identifier: two, metadata: { role: "user" } },
      { action: "user.imported", metadata: { total: 2, created: 2, refused: 0 } },
    ]);
    const people = await sql(
      `SELECT u.email, u.username, u.first_name, u.last_name, u.phone_number, u.password_hash, u.must_change_password, u.provider,
              u.email_verified_at IS NOT NULL AS verified, r.name AS role, ra.organization_id
         FROM users u JOIN role_assignments ra ON ra.user_id = u.id JOIN roles r ON r.id = ra.role_id WHERE u.email = ANY($1) ORDER BY u.id`,
      [[one, two]],
    );
    expect(people).toEqual([
      { email: one, username, first_name: "Ada", last_name: "Byron, Countess", phone_number: "+44 20 7946 0000", password_hash: null, must_change_password: false, provider: "admin", verified: false, role: "manager", organization_id: organization.id },
      { email: two, username: expect.stringMatching(/^import-/), first_name: null, last_name: null, phone_number: null, password_hash: null, must_change_password: false, provider: "admin", verified: false, role: "user", organization_id: organization.id },
    ]);
    expect((await callAs(null).run(login, { input: { identifier: one, password: "a guess" } })).error?.status).toBe(401);
  });

  it("rehearses: says the same of every row, and changes nothing", async () => {
    const importer = await makeImporter();
    const known = await makeUser();
    const free = address();
    const file = csvOf("email", free, known.email);
    const rows = await auditRowsOf(async () => {
      expect(await rehearse(importer, file)).toMatchObject({ dry_run: true, total: 2, created: 0, would_create: 1, refused: 1, rows: [{ status: "would_create" }, { status: "refused", code: "EMAIL_TAKEN" }] });
    });
    expect(rows).toEqual([]);
    expect(await run(importer, file)).toMatchObject({ created: 1, would_create: 0, refused: 1, rows: [{ status: "created" }, { status: "refused" }] });
  });

  it("takes a file by multipart, with a byte order mark, over several batches", async () => {
    const importer = await makeImporter();
    const emails = Array.from({ length: 230 }, address);
    const body = new FormData();
    body.set("file", new File([`\ufeff${csvOf("email", ...emails)}`], "people.csv", { type: "text/csv" }));
    const answer = await http(route, { path: "/api/admin/users/import", body, as: importer });
    expect(answer).toMatchObject({ status: 200, body: { created: 230, refused: 0 } });
    expect(await countOf(emails)).toEqual({ count: 230 });
  });
});

describe("row by row", () => {
  it("says what is wrong with each, by column, and makes the others", async () => {
    const importer = await makeImporter();
    const known = await makeUser();
    const [good, twice] = [address(), address()];
    const file = csvOf(
      "email,username,phone_number,role,is_verified", `${good},,,,`, "nobody,,,,", `${known.email.toUpperCase()},,,,`, `${address()},${known.username},,,`, `${twice},,,,`, `${twice},,,,`,
      `${address()},x,,,`, `${address()},,call me,,`, `${address()},,,emperor,`, `${address()},,,admin,`, `${address()},,,,perhaps`, `${address()},,`,
    );
    const { rows, ...figures } = await run(importer, file);
    expect(figures).toMatchObject({ total: 12, created: 2, refused: 10 });
    expect(rows.map(({ line, status, code, errors }) => [line, code ?? status, Object.keys(errors ?? {}).join()])).toEqual([
      [2, "created", ""], [3, "VALIDATION_ERROR", "email"], [4, "EMAIL_TAKEN", "email"], [5, "USERNAME_TAKEN", "username"], [6, "created", ""], [7, "TWICE_IN_FILE", "email"],
      [8, "VALIDATION_ERROR", "username"], [9, "VALIDATION_ERROR", "phone_number"], [10, "VALIDATION_ERROR", "role"], [11, "GRANT_OUT_OF_REACH", "role"], [12, "VALIDATION_ERROR", "is_verified"], [13, "VALIDATION_ERROR", "_"],
    ]);
  });

  it("nobody gives a role that they do not hold", async () => {
    const clerk = await makeViewer(["users.import"]);
    const email = address();
    for (const role of ["admin", "auditor", "manager"]) {
      expect(await run(clerk, csvOf("email,role", `${email},${role}`)), role).toMatchObject({ created: 0, rows: [{ code: "GRANT_OUT_OF_REACH" }] });
    }
    expect(await countOf([email])).toEqual({ count: 0 });
    const admin = await makeViewer(["*"], { reach: "platform" });
    expect(await run(admin, csvOf("email,role", `${email},admin`))).toMatchObject({ created: 1 });
  });

  it("of two imports at once each address is made once", async () => {
    const importer = await makeImporter();
    const emails = Array.from({ length: 40 }, address);
    const outputs = await Promise.all([emails, [...emails].reverse()].map((list) => callAs(importer).run(importUsers, { input: { csv: csvOf("email", ...list) } })));
    const created = outputs.reduce((sum, { output }) => sum + (output?.created ?? 0), 0);
    expect(await countOf(emails)).toEqual({ count: created });
    expect(await oneRow("SELECT count(*)::int AS count FROM audit_personal WHERE identifier = ANY($1)", [emails])).toEqual({ count: created });
  });

  it("what breaks off leaves whole batches, each account with its audit row", async () => {
    armFailpoints(["user.import:after-batch"]);
    const emails = Array.from({ length: 150 }, address);
    const importer = await makeImporter();
    await expect(run(importer, csvOf("email", ...emails))).rejects.toThrow("failpoint");
    expect(await countOf(emails)).toEqual({ count: 100 });
    expect(await oneRow("SELECT count(*)::int AS count FROM audit_personal WHERE identifier = ANY($1)", [emails])).toEqual({ count: 100 });
  });
});

describe("invalid files", () => {
  it.each([
    ["nothing", "", "Choose a CSV file."],
    ["no column of addresses", "first_name\nAda\n", "email"],
    ["a column that there is not", "email,shoe_size\n", "shoe_size"],
    ["passwords", "email,Password\n", "Passwords are not imported"],
    ["a column twice", "email,EMAIL\n", "twice"],
    ["a quotation mark that is not closed", 'email\n"a', "Line 2"],
    ["too many rows", `email\n${"a@example.com\n".repeat(2001)}`, "2001 rows"],
  ])("422 for %s", async (_name, csv, sentence) => {
    const importer = await makeImporter();
    const error = await rowsUnchanged(() => callAs(importer).refusal(importUsers, { input: { csv } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { file: [expect.stringContaining(sentence)] } } });
  });

  it("413 beyond a mebibyte, 422 for what is not UTF-8", async () => {
    const importer = await makeImporter();
    expect(await callAs(importer).refusal(importUsers, { input: { csv: `email\n${"x".repeat(1024 * 1024)}` } })).toMatchObject({ status: 413 });
    const file = new File([new Uint8Array([0xff, 0xfe, 0x65])], "people.csv");
    expect(await callAs(importer).refusal(importUsers, { input: { file } })).toMatchObject({ status: 422, details: { fields: { file: [expect.stringContaining("UTF-8")] } } });
  });
});

describe("refused and invalid", () => {
  expectRefused(importUsers, {
    valid: () => ({ input: { csv: csvOf("email", address()) } }),
    invalidQuery: { "a rehearsal that is none": { dry_run: "perhaps" } },
  });
});
