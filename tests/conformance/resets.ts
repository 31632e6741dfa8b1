/** What is asked of every path by which a password is reset. */
import { expect } from "vitest";
import { newId } from "@/lib/ids";
import { mailToken } from "../factories/mail-token";
import { makeUser, type TestUser } from "../factories/make-user";
import { sql } from "../setup/sql";
import { send } from "./wire";

export const NEW_PASSWORD = "nine lanterns over the harbour";

export const resetToken = async ({ id, email }: TestUser): Promise<string> => (await mailToken({ purpose: "password_reset", userId: id, address: email, ttlSeconds: 3600 })).token;

export async function expectIn({ email }: TestUser, password = NEW_PASSWORD): Promise<void> {
  expect((await send("POST /api/auth/login", { body: { email, password } })).status).toBe(200);
}

const mailsTo = (email: string) => sql("SELECT 1 FROM outbox_messages WHERE kind = 'email' AND payload->>'to' = $1", [email]);

/** The same bytes for a known and an unknown address, a mail to the known one alone, and no token in either answer. */
export async function asksAlike(line: string, shape: Record<string, unknown>): Promise<void> {
  const user = await makeUser();
  const nobody = `nobody-${newId()}@example.org`;
  const [known, unknown] = [await send(line, { body: { email: user.email } }), await send(line, { body: { email: nobody } })];
  expect([known.status, known.body]).toEqual([200, shape]);
  expect([unknown.status, unknown.body]).toEqual([200, known.body]);
  expect(JSON.stringify(known.body)).not.toMatch(/[\w-]{32,}/);
  expect([(await mailsTo(user.email)).length, (await mailsTo(nobody)).length]).toEqual([1, 0]);
}

/** The link works once, and the password that was chosen signs in. @returns the answers: to the first use and to the second */
export async function resetsOnce(request: (token: string) => Promise<Awaited<ReturnType<typeof send>>>): Promise<[first: Awaited<ReturnType<typeof send>>, second: Awaited<ReturnType<typeof send>>]> {
  const user = await makeUser();
  const token = await resetToken(user);
  const answers: [Awaited<ReturnType<typeof send>>, Awaited<ReturnType<typeof send>>] = [await request(token), await request(token)];
  await expectIn(user);
  return answers;
}
