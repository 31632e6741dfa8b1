import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { makeUser, type TestUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { oneRow, sql } from "../../setup/sql";

const route = await import("@/app/api/auth/login/route");
const NEWS = /New sign-in/;
const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

type From = { cookies?: Record<string, string>; ip?: string; browser?: boolean; headers?: Record<string, string> };
const signIn = async ({ email, password }: TestUser, from: From = {}) => {
  const answer = await http(route, { body: { email, password }, browser: true, ...from });
  expect(answer.status).toBe(200);
  return Object.fromEntries(Object.entries(answer.cookies).filter(([name]) => /device/.test(name)).map(([name, { value }]) => [name, value]));
};
const newsFor = async ({ email }: TestUser) => (await waitingFor(email)).filter(({ subject }) => NEWS.test(subject)).length;

describe("the owner is told of a sign-in", () => {
  it("from a device that the account has not been used on, with when, what and whence @asvs V6.3.5", async () => {
    const user = await makeUser();
    await signIn(user);
    await signIn(user, { ip: "203.0.113.40", headers: { "user-agent": CHROME } });
    const { text, token } = await lastMail(user.email, NEWS);
    for (const fact of ["Chrome on Windows", "203.0.113.40", "UTC"]) expect(text).toContain(fact);
    expect(text).toContain(`/not-me?token=${token}`);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it("not of the first one, nor on a device that is known, from wherever it comes", async () => {
    const user = await makeUser();
    const device = await signIn(user);
    expect(Object.keys(device)).toHaveLength(1);
    await signIn(user, { cookies: device, ip: "203.0.113.41" });
    await signIn(user, { cookies: device, headers: { "user-agent": CHROME } });
    expect(await newsFor(user)).toBe(0);
    await signIn(user);
    expect(await newsFor(user)).toBe(1);
  });

  it("still not after its sessions are long gone: devices are remembered longer", async () => {
    const user = await makeUser();
    const device = await signIn(user);
    await sql("DELETE FROM sessions WHERE user_id = $1", [user.id]);
    await signIn(user, { cookies: device });
    expect(await newsFor(user)).toBe(0);
  });

  it("by a client without cookies when none of its name has come from there", async () => {
    const user = await makeUser();
    const script = { browser: false, headers: { "user-agent": "curl/8.5.0" } };
    await signIn(user, { ...script, ip: "203.0.113.50" });
    await signIn(user, { ...script, ip: "203.0.113.50" });
    expect(await newsFor(user)).toBe(0);
    await signIn(user, { ...script, ip: "203.0.113.51" });
    expect(await newsFor(user)).toBe(1);
    await signIn(user, { browser: false, headers: { "user-agent": "python-requests/2.32" }, ip: "203.0.113.50" });
    expect(await newsFor(user)).toBe(2);
  });

  it("only if it came about", async () => {
    const user = await makeUser();
    await signIn(user);
    for (const password of ["not the password", "nor this one"]) await http(route, { body: { email: user.email, password }, browser: true });
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    expect((await http(route, { body: { email: user.email, password: user.password }, browser: true })).body.code).toBe("MFA_REQUIRED");
    expect(await newsFor(user)).toBe(0);
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'sign_in_report'", [user.id])).toEqual([]);
  });

  it("in the statement that signs in, and in no other", async () => {
    const user = await makeUser();
    await signIn(user);
    const counted = await countStatements(() => callAs(null).output(login, { input: { email: user.email, password: user.password } }));
    expect(await newsFor(user)).toBe(1);
    expect(counted.statements).toBeLessThanOrEqual(5);
    expect(counted.texts.filter((text) => /INSERT INTO (sessions|one_time_tokens|outbox_messages)/.test(text))).toHaveLength(1);
  });

  it("with what the report needs, bound to the session that began", async () => {
    const user = await makeUser();
    await signIn(user);
    await signIn(user);
    const { payload } = await oneRow<{ payload: Record<string, unknown> }>("SELECT payload FROM one_time_tokens WHERE user_id = $1 AND purpose = 'sign_in_report'", [user.id]);
    const [newest] = await sql<{ id: string }>("SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1", [user.id]);
    expect(payload).toMatchObject({ session_id: newest?.id, device: expect.stringContaining("Firefox"), device_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});
