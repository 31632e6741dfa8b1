import { describe, expect, vi } from "vitest";
import config from "@/gatehouse.config";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { newId } from "@/lib/ids";
import { mailToken } from "../factories/mail-token";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { lastMail, waitingFor } from "../setup/mailed";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { send } from "./wire";

const HOURS_48 = 172_800;
const newAddress = () => `verify-${newId().replaceAll("-", "").slice(-12)}@example.com`;
const unproved = () => makeUser({ verified: false });
const linkOf = ({ id, email }: TestUser) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: HOURS_48 });
const isVerified = async (id: string) => (await oneRow<{ yes: boolean }>("SELECT email_verified_at IS NOT NULL AS yes FROM users WHERE id = $1", [id])).yes;

describe("verification", () => {
  conforms("V1", async () => {
    const email = newAddress();
    const { status, body } = await send("POST /api/auth/register", { body: { email, password: TEST_PASSWORD } });
    expect(status, JSON.stringify(body)).toBe(201);
    const { token } = await lastMail(email, /Confirm/);
    const link = `/api/auth/confirm/${token}`;
    const user = { id: body.user.id, email, is_verified: false };
    const looked = await rowsUnchanged(() => send(`GET ${link}`), []);
    expect([looked.status, looked.body]).toEqual([200, { success: true, message: expect.any(String), msg: expect.any(String), user, confirm: { method: "POST", path: link } }]);
    const confirmed = await send(`POST ${link}`, { as: { accessToken: body.access_token }, body: {} });
    expect([confirmed.status, confirmed.body]).toEqual([200, { success: true, message: expect.any(String), msg: expect.any(String), user: { ...user, is_verified: true }, password_required: false }]);
    expect((await send(`GET ${link}`)).body).toMatchObject({ success: true, user: { is_verified: true } });
    for (const again of [link, "/api/auth/confirm/no-such-token"]) expect(await send(`POST ${again}`, { body: {} })).toMatchObject({ status: 400, body: { code: "INVALID_TOKEN", error: expect.any(String) } });
  });

  conforms("V2", async () => {
    const viewer = await makeViewer([], { verified: false });
    const known = await send("POST /api/auth/resend-verification-email", { as: viewer });
    expect([known.status, known.body]).toEqual([200, { success: true, message: expect.any(String), msg: expect.any(String) }]);
    expect((await lastMail(viewer.user.email, /Confirm/)).token).toMatch(/^[\w-]{43}$/);
    for (const email of [(await makeUser()).email, newAddress()]) expect((await send("POST /api/auth/resend-verification-email", { body: { email } })).body).toEqual(known.body);
  });

  conforms("V3", async () => {
    const { email } = await unproved();
    expect((await send("POST /api/auth/resend-verification", { body: { email } })).status).toBe(200);
    expect(await waitingFor(email)).toHaveLength(1);
  });

  conforms("10-resend", async () => {
    const viewer = await makeViewer([], { verified: false });
    const bySession = await send("POST /api/auth/resend-verification-email", { as: viewer });
    const byAddress = await send("POST /api/auth/resend-verification-email", { body: { email: viewer.user.email } });
    expect([byAddress.status, byAddress.body]).toEqual([bySession.status, bySession.body]);
  });

  conforms("1.12-resend", async () => {
    const answers = [];
    for (const path of ["resend-verification-email", "resend-verification"]) answers.push(await send(`POST /api/auth/${path}`, { body: { email: (await unproved()).email } }));
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  conforms("10.1-get", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    for (const method of ["GET", "HEAD"]) expect((await rowsUnchanged(() => send(`${method} /api/auth/confirm/${token}`), [])).status).toBe(200);
    expect(await isVerified(user.id)).toBe(false);
  });

  conforms("9.1-20", async () => {
    const user = await unproved();
    const { token, id } = await linkOf(user);
    const { row } = await oneRow<{ row: string }>("SELECT t::text AS row FROM one_time_tokens t WHERE id = $1", [id]);
    expect(row).not.toContain(token);
    await send(`GET /api/auth/confirm/${token}`);
    const use = () => send("POST /api/auth/confirm", { body: { token, password: user.password } });
    expect([(await use()).status, (await use()).status]).toEqual([200, 400]);
    const next = await linkOf(user);
    expect((await send("POST /api/auth/reset-password", { body: { token: next.token, new_password: TEST_PASSWORD } })).body.code).toBe("INVALID_TOKEN");
  });

  conforms("6.1-user.email_verification", async () => {
    const user = await unproved();
    const rows = await auditRowsOf(async () => send(`POST /api/auth/confirm/${(await linkOf(user)).token}`, { body: { password: user.password } }));
    expect(rows).toMatchObject([{ action: "user.email_verification", target_user_id: user.id, success: true }]);
  });

  conforms("9.4-unverified", () =>
    withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const { email } = await unproved();
      const said = [];
      for (const password of ["not this one", TEST_PASSWORD]) said.push((await send("POST /api/auth/login", { body: { email, password } })).body.code);
      expect(said).toEqual(["INVALID_CREDENTIALS", "EMAIL_NOT_VERIFIED"]);
    }));

  conforms("4.1-REQUIRE_EMAIL_VERIFICATION", async () => {
    const { email } = await unproved();
    const status = async () => (await send("POST /api/auth/login", { body: { email, password: TEST_PASSWORD } })).status;
    expect(await status()).toBe(200);
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => expect(await status()).toBe(403));
  });

  conforms("4.2-send_verification_email", async () => {
    const told = vi.fn();
    config.hooks.sendVerificationEmail = told;
    const email = newAddress();
    const { user } = (await send("POST /api/auth/register", { body: { email, password: TEST_PASSWORD } })).body;
    delete config.hooks.sendVerificationEmail;
    expect((await waitingFor(email)).map(({ subject }) => subject)).toEqual(["Welcome to your new account"]);
    config.hooks.sendVerificationEmail = told;
    await deliverOutbox();
    delete config.hooks.sendVerificationEmail;
    const [event] = told.mock.calls[0] as [{ token: string; url: string }];
    expect(event).toEqual({ user: { id: user.id, email, username: user.username }, token: expect.stringMatching(/^[\w-]{43}$/), code: expect.stringMatching(/^\d{6}$/), url: expect.stringContaining("/verify-email?token="), idempotencyKey: expect.stringContaining("verify-email:") });
    expect(event.url.endsWith(event.token)).toBe(true);
    expect((await send(`POST /api/auth/confirm/${event.token}`, { body: { password: TEST_PASSWORD } })).status).toBe(200);
  });
});
