import { describe, expect, vi } from "vitest";
import config from "@/gatehouse.config";
import { newId } from "@/lib/ids";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { lastMail, waitingFor } from "../setup/mailed";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { asksAlike, expectIn, NEW_PASSWORD, resetsOnce, resetToken } from "./resets";
import { send } from "./wire";

const TEXT: unknown = expect.any(String);
const ASKED = { message: expect.stringMatching(/^If an account exists/) as unknown, msg: TEXT, success: true };
const byBody = (token: string) => send("POST /api/auth/reset-password", { body: { token, new_password: NEW_PASSWORD } });

describe("a forgotten password", () => {
  conforms("P1", async () => {
    await asksAlike("POST /api/auth/request-password-reset", ASKED);
    await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, async () => {
      const ask = (redirect_url: string) => send("POST /api/auth/request-password-reset", { body: { email: "somebody@example.org", redirect_url } });
      expect([(await ask("https://app.example.com/in")).status, (await ask("https://evil.example/")).status]).toEqual([200, 422]);
    });
  });

  conforms("P2", async () => {
    const user = await makeUser();
    await makeSession(user);
    const token = await resetToken(user);
    const use = (password: string) => send(`POST /api/auth/reset-password/${token}`, { body: { password } });
    expect(await use("short")).toMatchObject({ status: 422, body: { error: TEXT } });
    const answer = await use(NEW_PASSWORD);
    expect([answer.status, answer.body]).toEqual([200, { message: TEXT, msg: TEXT, success: true, sessions_revoked: 1, redirect_url: null }]);
    expect(await use(NEW_PASSWORD)).toMatchObject({ status: 400, body: { error: TEXT, code: "INVALID_TOKEN" } });
    await expectIn(user);
    expect(await sql("SELECT metadata->>'method' AS method FROM audit_events WHERE action = 'user.password_change' AND success AND target_user_id = $1", [user.id])).toEqual([{ method: "reset_token" }]);
  });

  conforms("P3", async () => {
    const [first, second] = await resetsOnce(byBody);
    expect([first.status, first.body]).toMatchObject([200, { message: TEXT }]);
    expect(second).toMatchObject({ status: 400, body: { code: "INVALID_TOKEN" } });
  });

  conforms("3.1-password_reset_tokens", async () => {
    const { id, email } = await makeUser();
    await send("POST /api/auth/request-password-reset", { body: { email } });
    const find = () => sql("SELECT octet_length(token_hash) AS hash, consumed_at IS NOT NULL AS used FROM one_time_tokens WHERE user_id = $1", [id]);
    expect(await find()).toEqual([{ hash: 32, used: false }]);
  });

  conforms("10.1-reset", async () => {
    const user = await makeUser();
    await send("POST /api/auth/login", { body: { email: user.email, password: "not this one" } });
    await byBody(await resetToken(user));
    expect(await sql("SELECT action FROM audit_events WHERE target_user_id = $1 ORDER BY occurred_at, id", [user.id])).toEqual([{ action: "user.login_failed" }, { action: "user.password_change" }]);
  });

  conforms("9.3-1", async () => {
    const { email } = await makeUser();
    await asksAlike("POST /api/auth/request-password-reset", ASKED);
    await send("POST /api/auth/request-password-reset", { body: { email } });
    const { token } = await lastMail(email);
    expect(token).toMatch(/^[\w-]{43}$/);
    for (const table of ["one_time_tokens", "audit_events", "audit_personal"]) expect(await sql(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%' || $1 || '%'`, [token])).toEqual([]);
    expect((await byBody(token)).status).toBe(200);
  });

  conforms("6.1-user.password_reset_request", async () => {
    const { id, email } = await makeUser();
    await send("POST /api/auth/request-password-reset", { body: { email } });
    const find = () => sql("SELECT e.success, p.identifier FROM audit_events e JOIN audit_personal p ON p.event_id = e.id WHERE e.action = 'user.password_reset_request' AND e.target_user_id = $1", [id]);
    expect(await find()).toEqual([{ success: true, identifier: email }]);
  });

  conforms("4.2-send_password_reset_email", async () => {
    const told = vi.fn();
    const { id, email, username } = await makeUser();
    config.hooks.sendPasswordResetEmail = told;
    await send("POST /api/auth/request-password-reset", { body: { email } });
    expect(await waitingFor(email)).toEqual([]);
    await deliverOutbox();
    delete config.hooks.sendPasswordResetEmail;
    const [event] = told.mock.calls[0] as [{ token: string }];
    expect(event).toMatchObject({ user: { id, email, username }, token: expect.stringMatching(/^[\w-]{43}$/), url: expect.stringContaining("/reset-password?token=") });
    expect((await byBody(event.token)).status).toBe(200);
  });

  conforms("6.3-mails", async () => {
    const email = `mails-${newId().slice(-12)}@example.com`;
    await send("POST /api/auth/register", { body: { email, password: NEW_PASSWORD } });
    await send("POST /api/auth/request-password-reset", { body: { email } });
    expect((await waitingFor(email)).map(({ subject }) => subject)).toEqual(expect.arrayContaining(["Welcome to your new account", "Reset your password"]));
    expect((await lastMail(email, /Reset/)).token).toMatch(/^[\w-]{43}$/);
  });
});
