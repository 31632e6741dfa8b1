import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { decodeFile, formatOf } from "@/lib/features/moving-in/read-file";
import { sourceOf } from "@/lib/features/moving-in/sources";
import { newId } from "@/lib/ids";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";
import { csvOf, outcomes, runImport } from "./run-import";

const address = () => `hostile-${newId()}@example.com`;
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("a file that is no text in UTF-8", () => {
  it.each([
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x65, 0]), "Save it as UTF-8"],
    ["UTF-16, the other way round", new Uint8Array([0xfe, 0xff, 0, 0x65]), "Save it as UTF-8"],
    ["Latin-1", new Uint8Array([...utf8("email\nm"), 0xfc, ...utf8("ller@example.com")]), "not UTF-8"],
    ["compressed", new Uint8Array([0x1f, 0x8b, 8, 0]), "gunzip"],
    ["a spreadsheet", new Uint8Array([0x50, 0x4b, 3, 4]), "CSV UTF-8"],
    ["cut inside of a letter", utf8("email\nmüller@example.com").slice(0, 8), "not UTF-8"],
  ])("is refused: %s", (_title, bytes, sentence) => expect(() => decodeFile(bytes)).toThrow(sentence));

  it("is read without its byte order mark", () => expect(decodeFile(utf8("\ufeffemail"))).toBe("email"));

  it("has to say what it is", () => {
    expect([formatOf("a.csv"), formatOf("B.NDJSON"), formatOf("c.jsonl")]).toEqual(["csv", "ndjson", "ndjson"]);
    for (const name of ["people", "people.json", "csv", ".csv.gz"]) expect(() => formatOf(name)).toThrow("--format=");
    for (const name of ["", "Auth0", "a b", "../x", "__proto__", "x".repeat(41)]) expect(() => sourceOf(name), name).toThrow("--from=");
    expect([sourceOf("constructor").isLenient, sourceOf("auth0").isLenient]).toEqual([false, true]);
  });
});

describe("a file of another form", () => {
  it.each([
    ["a column that is not ours", csvOf("email,password", "a@example.com,secret"), "There is no column “password” here"],
    ["a column twice", csvOf("email,Email", "a@example.com,b@example.com"), "is there twice"],
    ["a quotation mark that is not closed", `email\r\n"${"x".repeat(100_000)}`, "Line 2:"],
    ["a quotation mark inside of a field", 'email\na"b', "Line 2:"],
  ])("changes nothing: %s", async (_title, text, sentence) => {
    await rowsUnchanged(() => expect(runImport(text)).rejects.toThrow(sentence));
  });

  it("changes nothing: one JSON array", async () => {
    await rowsUnchanged(() => expect(runImport('[{"email":"a@example.com"}]', { format: "ndjson" })).rejects.toThrow("jq -c"));
  });

  it("may be empty", async () => {
    for (const text of ["", "\n\n", "email\n"]) expect((await rowsUnchanged(() => runImport(text))).figures.total).toBe(0);
    expect((await runImport("\n \n", { format: "ndjson" })).figures.total).toBe(0);
  });
});

describe("rows of ill will", () => {
  it("in CSV are refused one by one, and the one between them comes in", async () => {
    const good = address();
    const file = csvOf(
      "email,first_name,username",
      `${address()},nul\u0000,`, `${address()},${"x".repeat(51)},`, `${"x".repeat(300)}@example.com,,`, `${good},=HYPERLINK(1),`, `${address()},,deleted_x`, `${address()},,Ädmin`, "deleted_1@deactivated.local,,", "=1+1,,", `${address()},,,`,
    );
    const run = await runImport(file);
    expect(outcomes(run).map((outcome) => outcome.split(" ")[1])).toEqual(["refused", "refused", "refused", "imported", "refused", "refused", "refused", "refused", "refused"]);
    expect(await oneRow("SELECT first_name FROM users WHERE email = $1", [good])).toEqual({ first_name: "=HYPERLINK(1)" });
  });

  it("in NDJSON are refused one by one, and make nobody more than they are", async () => {
    const good = address();
    const rows = [
      "{", "null", "[]", '"x"', "1", '{"email":{"$ne":null}}', '{"email":["a@example.com"]}', `{"email":"${address()}","id":"1"}`, `{"email":"${address()}","must_change_password":false}`,
      `{"email":"${address()}","first_name":{"a":1}}`, `{"email":"${address()}","first_name":"\\u0000"}`, `{"email":"${address()}","first_name":"\\ud800"}`, `{"email":"${address()}","external_id":"${"x".repeat(256)}"}`,
      `{"email":"${address()}","x":"${"x".repeat(300_000)}"}`, `{"__proto__":{"email":"${address()}","role":"admin"}}`, `{"email":"${address()}","__proto__":{"role":"admin"}}`, `{"email":"${good}","is_active":1,"external_id":42}`,
    ];
    const run = await runImport(rows.join("\n"), { format: "ndjson", makesAdministrators: true });
    expect(outcomes(run).map((outcome) => outcome.split(" ")[1])).toEqual([...Array<string>(rows.length - 1).fill("refused"), "imported"]);
    expect(await oneRow("SELECT external_id FROM imported_people WHERE user_id = $1", [run.rows.at(-1)?.userId])).toEqual({ external_id: "42" });
  });

  it("with hashes that would take for ever, cost sign-in nothing", async () => {
    const email = address();
    const zeros = "0".repeat(128);
    const hashes = [`pbkdf2:sha512:1000000000$s$${zeros}`, `scrypt:1073741824:8:1$s$${zeros}`, `scrypt:16384:8:100000$s$${zeros}`, "$2b$31$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q", "$argon2id$v=19$m=67108864,t=9,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG"];
    const run = await runImport(csvOf("email,password_hash", ...hashes.map((hash, at) => `${at}${email},"${hash}"`)));
    expect(run.figures).toMatchObject({ imported: hashes.length, without_credential: hashes.length });
    expect(await oneRow("SELECT count(*)::int AS count FROM password_kinds")).toEqual({ count: 0 });
    const startedAt = performance.now();
    for (const at of hashes.keys()) expect((await callAs(null).run(login, { input: { email: `${at}${email}`, password: "a guess" } })).error?.status).toBe(401);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it("with parameters that no scrypt has, or at the very edge of it, leave everybody's sign-in as it is", async () => {
    const email = address();
    const zeros = "0".repeat(128);
    const run = await runImport(csvOf("email,password_hash", `0${email},"scrypt:65536:1:1$s$${zeros}"`, `1${email},"scrypt:64:8:1$s$${zeros}"`, `2${email},"scrypt:2:1:3$s$${zeros}"`));
    expect(run.figures).toMatchObject({ imported: 3, without_credential: 1 });
    for (const identifier of [`0${email}`, `1${email}`, `2${email}`, `nobody${email}`]) {
      expect((await callAs(null).run(login, { input: { email: identifier, password: "a guess" } })).error?.status, identifier).toBe(401);
    }
  });

  it("with a second password for an administrator, change nothing of theirs", async () => {
    const email = address();
    const [first, second] = ["$2b$04$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q", "$2b$04$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/u"];
    await runImport(csvOf("email,password_hash,role", `${email},"${first}",admin`), { makesAdministrators: true });
    await runImport(csvOf("email,password_hash", `${email},"${second}"`), { updates: true });
    expect(await oneRow("SELECT password_hash FROM users WHERE email = $1", [email])).toEqual({ password_hash: first });
  });
});
