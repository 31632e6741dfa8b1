/** A service that is down, slow or busy delays no request and loses no mail. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { kick, startJobTimer, stopJobTimer } from "@/lib/outbox/run-due-jobs";
import { http } from "@/tests/setup/http";
import { sql } from "@/tests/setup/sql";
import { type ResendServer, startResendServer } from "@/tests/tools/resend-server";
import { type SmtpServerOnLoopback, startSmtpServer } from "@/tests/tools/smtp-server";
import { forgetMailService, mailLeavesBy } from "./mail-service";

const route = await import("@/app/api/auth/register/route");

const API_KEY = "re_1";
/** More than the work of a sign-up on a busy machine, less than the services here take. */
const PROMPT_MS = 2500;

let smtp: SmtpServerOnLoopback;
let resend: ResendServer;
const set = (variables: Record<string, string>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  forgetEnv();
};

beforeEach(async () => {
  [smtp, resend] = await Promise.all([startSmtpServer(), startResendServer(API_KEY)]);
  await mailLeavesBy({});
});

afterEach(async () => {
  await Promise.all([smtp.close(), resend.close()]);
  await stopJobTimer();
  forgetMailService();
});

/** A sign-up sends a welcome and a mail that has the address confirmed. */
const MAILS = 2;
const rows = () => prisma.outboxMessage.findMany({ where: { kind: "email" }, select: { status: true, attempts: true, claimedUntil: true, nextAttemptAt: true } });
const states = async () => (await rows()).map(({ status, attempts, claimedUntil }) => `${status} ${attempts}${claimedUntil ? " claimed" : ""}`);
const become = (state: RegExp) => vi.waitFor(async () => expect(await states()).toEqual(Array(MAILS).fill(expect.stringMatching(state))), { timeout: 15_000, interval: 50 });
const FAILED_ONCE = /^pending 1$/;
const SENT = /^sent/;

/** Signs somebody up while mail is being delivered. @returns how long the answer took, in ms */
async function signUp(): Promise<number> {
  const startedAt = performance.now();
  const answer = await http(route, { body: { email: "lantern@example.com", password: "seven quiet lanterns" } });
  const took = performance.now() - startedAt;
  expect(answer.status).toBeLessThan(300);
  kick();
  await sql("DELETE FROM users WHERE email = 'lantern@example.com'");
  return took;
}

async function deliveredAfterwards(taken: () => number): Promise<void> {
  await sql("UPDATE outbox_messages SET next_attempt_at = app_now() - interval '1 s', claimed_until = NULL WHERE status = 'pending'");
  kick();
  await become(SENT);
  expect(taken()).toBe(MAILS);
}

describe("a mail service that is", () => {
  it("down: the answer does not wait, and the mail leaves once it is back", async () => {
    set({ SMTP_URL: "smtp://127.0.0.1:1" });
    startJobTimer();
    expect(await signUp()).toBeLessThan(PROMPT_MS);
    await become(FAILED_ONCE);
    set({ SMTP_URL: smtp.url });
    await deliveredAfterwards(() => smtp.mails.length);
  });

  it("slow: the answer does not wait, and the mail arrives once", async () => {
    set({ SMTP_URL: smtp.url });
    smtp.fail({ at: "data", slowMs: PROMPT_MS }, { at: "data", slowMs: PROMPT_MS });
    startJobTimer();
    expect(await signUp()).toBeLessThan(PROMPT_MS);
    expect(smtp.mails).toHaveLength(0);
    await become(SENT);
    expect(smtp.mails).toHaveLength(MAILS);
  });

  it("busy: 429 keeps the mail for as long as the service asks", async () => {
    set({ RESEND_API_KEY: API_KEY, RESEND_BASE_URL: resend.url });
    const busy = { status: 429, name: "rate_limit_exceeded", retryAfter: "3600" };
    resend.fail(busy, busy);
    startJobTimer();
    expect(await signUp()).toBeLessThan(PROMPT_MS);
    await become(FAILED_ONCE);
    for (const { nextAttemptAt } of await rows()) expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await deliveredAfterwards(() => resend.mails.length);
  });
});
