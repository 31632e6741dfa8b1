/** Sign-in of people who brought their password's hash from another system. */
import { describe, expect, it } from "vitest";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { login } from "@/lib/features/auth/operations/login";
import { pruneExpired } from "@/lib/outbox/prune";
import { isOurHash } from "@/lib/session/password";
import { bcryptHashes, CHEAP, type ForeignHash, werkzeugHashes } from "../../factories/foreign-hashes";
import { makeUser, type UserOptions } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, HOUR, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { oneRow, sql } from "../../setup/sql";

async function makeMoved({ password, hash }: ForeignHash, options: UserOptions = {}) {
  const user = await makeUser({ ...options, password: null });
  await sql("UPDATE users SET password_hash = $2, provider = 'import' WHERE id = $1", [user.id, hash]);
  return { ...user, password };
}

const storedOf = async (id: string) => (await oneRow<{ hash: string }>("SELECT password_hash AS hash FROM users WHERE id = $1", [id])).hash;
const signIn = (email: string, password: string) => callAs(null).run(login, { input: { email, password } });
const statusOf = ({ error }: { error: { status: number } | null }) => error?.status ?? 200;

describe("allowed", () => {
  it.each([...werkzeugHashes.filter(({ password }) => password.length < 72), ...bcryptHashes])("with $title, which becomes ours once, at the first sign-in", async (foreign) => {
    const user = await makeMoved(foreign);
    expect(statusOf(await signIn(user.email, "not the password"))).toBe(401);
    expect(await storedOf(user.id)).toBe(foreign.hash);
    expect(statusOf(await signIn(user.email, user.password))).toBe(200);
    const renewed = await storedOf(user.id);
    expect(isOurHash(renewed)).toBe(true);
    expect(statusOf(await signIn(user.email, "not the password"))).toBe(401);
    expect(statusOf(await signIn(user.email, user.password))).toBe(200);
    expect(await storedOf(user.id)).toBe(renewed);
  });

  it("in the sign-in's own statement", async () => {
    const user = await makeMoved(CHEAP);
    const { texts, begins, statements } = await countStatements(() => signIn(user.email, user.password));
    expect(begins).toBe(0);
    expect(statements).toBeLessThanOrEqual(5);
    expect(texts.filter((text) => /UPDATE users/.test(text))).toHaveLength(1);
  });

  it("several at once: all of them, and one renews the hash", async () => {
    const user = await makeMoved(CHEAP);
    const rows = await auditRowsOf(async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => signIn(user.email, user.password)));
      expect(answers.map(statusOf)).toEqual([200, 200, 200, 200]);
    });
    expect(rows.map(({ action }) => action)).toEqual(Array(4).fill("user.login"));
    expect(rows.filter(({ metadata }) => (metadata as { credential_renewed?: boolean }).credential_renewed)).toHaveLength(1);
    expect(isOurHash(await storedOf(user.id))).toBe(true);
  });

  it("with a password that bcrypt would cut, whose hash stays as it came", async () => {
    const long = werkzeugHashes.find(({ password }) => password.length > 72);
    if (!long) throw new Error("the list has one");
    const user = await makeMoved(long);
    expect([statusOf(await signIn(user.email, user.password)), statusOf(await signIn(user.email, user.password.slice(0, 72)))]).toEqual([200, 401]);
    expect(await storedOf(user.id)).toBe(long.hash);
  });

  it("and the brought password is the current one when it is changed", async () => {
    const user = await makeMoved(CHEAP);
    const { ctx } = await signIn(user.email, user.password);
    if (!ctx.effects.session || ctx.effects.session === "ended") throw new Error("no session");
    await sql("UPDATE users SET password_hash = $2 WHERE id = $1", [user.id, CHEAP.hash]);
    const change = (current: string) => callAs(ctx.effects.session as { accessToken: string }).run(changePassword, { input: { current_password: current, new_password: "entirely another phrase" } });
    expect(statusOf(await change("not the password"))).toBe(422);
    expect(statusOf(await change(user.password))).toBe(200);
    expect(statusOf(await signIn(user.email, "entirely another phrase"))).toBe(200);
  });
});

describe("refused", () => {
  it("somebody banned, whose hash stays, with one audit row", async () => {
    const user = await makeMoved(CHEAP, { banned: true });
    const rows = await auditRowsOf(async () => expect((await signIn(user.email, user.password)).error?.code).toBe("ACCOUNT_DISABLED"));
    expect(rows).toMatchObject([{ action: "user.login_failed", error_code: "ACCOUNT_DISABLED", target_user_id: user.id }]);
    expect(await storedOf(user.id)).toBe(CHEAP.hash);
  });

  it("a hash that is given for the password", async () => {
    const user = await makeMoved(CHEAP);
    expect(statusOf(await signIn(user.email, CHEAP.hash))).toBe(401);
  });
});

describe("audit", () => {
  it("says of the one sign-in that it renewed the hash", async () => {
    const user = await makeMoved(CHEAP);
    const [first] = await auditRowsOf(() => signIn(user.email, user.password));
    const [second] = await auditRowsOf(() => signIn(user.email, user.password));
    expect([first?.metadata, second?.metadata]).toEqual([{ provider: "local", amr: ["pwd"], credential_renewed: true }, { provider: "local", amr: ["pwd"] }]);
  });
});

describe("kinds that nobody has any more", () => {
  const kinds = async () => (await sql<{ kind: string }>("SELECT kind FROM password_kinds ORDER BY kind")).map(({ kind }) => kind);

  it("are forgotten a day after they were last seen", async () => {
    const user = await makeMoved(CHEAP);
    await sql("INSERT INTO password_kinds (kind, seen_at) VALUES ('pbkdf2:sha1:1000$', app_now()), ('scrypt:16384:8:1$', app_now())");
    await travel(23 * HOUR);
    await pruneExpired();
    expect(await kinds()).toEqual(["pbkdf2:sha1:1000$", "scrypt:16384:8:1$"]);
    await travel(2 * HOUR);
    expect(await pruneExpired()).toMatchObject({ password_kinds: 1 });
    expect(await kinds()).toEqual(["pbkdf2:sha1:1000$"]);
    await sql("UPDATE users SET password_hash = NULL WHERE id = $1 OR password_hash LIKE 'pbkdf2:sha1:1000$%'", [user.id]);
    await pruneExpired();
    expect(await kinds()).toEqual(["pbkdf2:sha1:1000$"]);
    await travel(DAY + HOUR);
    await pruneExpired();
    expect(await kinds()).toEqual([]);
  });
});
