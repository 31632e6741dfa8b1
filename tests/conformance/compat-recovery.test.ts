import { describe, expect } from "vitest";
import { makeUser } from "../factories/make-user";
import { conforms } from "./conforms";
import { asksAlike, NEW_PASSWORD, resetsOnce, resetToken } from "./resets";
import { send } from "./wire";

const TEXT: unknown = expect.any(String);
const MESSAGE = { message: TEXT };
const byScribes = (token: string) => send("POST /auth/password-reset/confirm", { body: { token, new_password: NEW_PASSWORD } });
const byBackend = (token: string) => send("POST /api/v1/auth/reset-password", { body: { token, password: NEW_PASSWORD } });

describe("a forgotten password, by other systems' paths", () => {
  conforms("P4", () => asksAlike("POST /auth/password-reset/request", MESSAGE));

  conforms("P5", async () => {
    const [first, second] = await resetsOnce(byScribes);
    expect([first.status, first.body]).toEqual([200, MESSAGE]);
    expect([second.status, second.body]).toMatchObject([400, { detail: TEXT }]);
  });

  conforms("P6", () => asksAlike("POST /api/v1/auth/forgot-password", MESSAGE));

  conforms("P7", async () => {
    const token = await resetToken(await makeUser());
    const short = await send("POST /api/v1/auth/reset-password", { body: { token, password: "short" } });
    expect([short.status, short.body]).toMatchObject([400, { errors: { password: [TEXT] } }]);
    const [first, second] = await resetsOnce(byBackend);
    expect([first.status, first.body, second.status]).toEqual([200, MESSAGE, 400]);
  });

  conforms("B7", async () => {
    await asksAlike("POST /api/v1/auth/forgot-password", MESSAGE);
    expect((await resetsOnce(byBackend)).map(({ status }) => status)).toEqual([200, 400]);
  });

  conforms("C6", async () => {
    await asksAlike("POST /auth/password-reset/request", MESSAGE);
    expect((await resetsOnce(byScribes)).map(({ status }) => status)).toEqual([200, 400]);
  });

  conforms("1.12-request-reset", async () => {
    for (const path of ["/api/auth/request-password-reset", "/auth/password-reset/request", "/api/v1/auth/forgot-password"])
      expect((await send(`POST ${path}`, { body: { email: (await makeUser()).email } })).status, path).toBe(200);
  });

  conforms("1.12-reset", async () => {
    const byPath = (token: string) => send(`POST /api/auth/reset-password/${token}`, { body: { password: NEW_PASSWORD } });
    const byBody = (token: string) => send("POST /api/auth/reset-password", { body: { token, new_password: NEW_PASSWORD } });
    for (const use of [byPath, byBody, byScribes, byBackend]) expect((await resetsOnce(use)).map(({ status }) => status)).toEqual([200, 400]);
  });
});
