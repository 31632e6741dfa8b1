import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { PermanentMailError } from "@/lib/email/mail";
import { listMailbox } from "@/lib/email/mailbox";
import { resendTransport } from "@/lib/email/resend-transport";
import { transport } from "@/lib/email/transport";
import { bootFaults } from "@/lib/env";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { enqueue } from "@/lib/outbox/outbox";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";
import { type ResendServer, startResendServer } from "@/tests/tools/resend-server";
import { faultOf, forgetMailService, FROM, mailLeavesBy, mailTo, makeDue, outboxRows, outgoing } from "./mail-service";

const API_KEY = "re_canary_4f1c9f20a7";

let server: ResendServer;
let written: string[];

beforeEach(async () => {
  server = await startResendServer(API_KEY);
  written = await mailLeavesBy({ RESEND_API_KEY: API_KEY, RESEND_BASE_URL: `${server.url}/` });
});

afterEach(async () => {
  forgetMailService();
  await server.close();
});

const direct = (timeoutMs?: number) => resendTransport({ apiKey: API_KEY, baseUrl: server.url, from: FROM, timeoutMs });

describe("through the outbox", () => {
  it("sends what was queued, with the key of the message, and leaves the mailbox empty", async () => {
    const mail = mailTo("alice@example.com");
    await enqueue(prisma, mail);
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    const { subject, text, html } = mail.payload;
    expect(server.requests).toEqual([
      { authorization: `Bearer ${API_KEY}`, idempotencyKey: mail.idempotencyKey, body: { from: FROM, to: "alice@example.com", subject, text, html } },
    ]);
    expect(await outboxRows()).toMatchObject([{ status: "sent", payload: {} }]);
    expect(await listMailbox()).toEqual([]);
  });

  it("tries again after 429 and after 500, each time with the same key", async () => {
    server.fail({ status: 429, name: "rate_limit_exceeded" }, { status: 500, name: "internal_server_error" });
    const mail = mailTo("alice@example.com");
    await enqueue(prisma, mail);
    for (const [attempts, status] of [[1, "429 rate_limit_exceeded"], [2, "500 internal_server_error"]] as const) {
      expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
      expect(await outboxRows()).toMatchObject([{ status: "pending", attempts, lastError: expect.stringContaining(status) as string }]);
      await makeDue();
    }
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    expect(server.requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(Array(3).fill(mail.idempotencyKey));
    expect(server.mails).toHaveLength(1);
  });

  it.each([
    ["7200", 7200],
    ["999999999", 24 * 3600],
    ["1", 15],
    ["soon", 15],
  ])("asks again no sooner than Retry-After: %s says", async (retryAfter, seconds) => {
    server.fail({ status: 429, name: "daily_quota_exceeded", retryAfter });
    await enqueue(prisma, mailTo("alice@example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    const [row] = (await sql("SELECT extract(epoch FROM next_attempt_at - app_now())::float AS wait, status FROM outbox_messages")) as [{ wait: number; status: string }];
    expect(row.status).toBe("pending");
    expect(row.wait).toBeGreaterThan(seconds - 5);
    expect(row.wait).toBeLessThan(seconds + 20);
  });

  it("does not send twice when the answer was lost", async () => {
    server.loseNextAnswer();
    await enqueue(prisma, mailTo("alice@example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    await makeDue();
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    expect(server.requests).toHaveLength(2);
    expect(server.mails).toHaveLength(1);
  });

  it("gives a mail up at once that Resend will never take", async () => {
    server.fail({ status: 422, name: "validation_error", message: "Invalid `to` field: alice@example.com" });
    await enqueue(prisma, mailTo("alice@example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    expect(await outboxRows()).toMatchObject([{ status: "failed", attempts: 1, lastError: expect.stringContaining("a…@example.com") as string }]);
    await makeDue();
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
  });

  it("keeps the mail while the key is wrong, and sends it once it is right", async () => {
    await enqueue(prisma, mailTo("alice@example.com"));
    await withEnv({ RESEND_API_KEY: "re_wrong" }, async () => {
      expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    });
    expect(await outboxRows()).toMatchObject([{ status: "pending", lastError: expect.stringContaining("401 invalid_api_key") as string }]);
    await makeDue();
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
  });

  it("writes neither the API key nor a full address into logs and rows, whatever the service repeats", async () => {
    const echo = `key ${API_KEY}, header Bearer ${API_KEY}, to alice@example.com`;
    server.fail({ status: 403, name: "restricted_api_key", message: echo }, { status: 422, name: "validation_error", message: echo });
    await enqueue(prisma, mailTo("alice@example.com"));
    await deliverOutbox();
    await makeDue();
    await deliverOutbox();
    const kept = written.join("") + (await outboxRows()).map((row) => row.lastError).join("");
    expect(kept).toContain("outbox.retry");
    expect(kept).toContain("outbox.given_up");
    expect(kept).not.toContain(API_KEY);
    expect(kept).not.toContain("alice@example.com");
  });
});

describe("the transport alone", () => {
  it.each([
    [400, "validation_error", true],
    [409, "invalid_idempotent_request", true],
    [409, "concurrent_idempotent_requests", false],
    [403, "validation_error", false],
    [422, "invalid_from_address", false],
    [429, "daily_quota_exceeded", false],
    [503, "application_error", false],
  ])("%i %s: permanent is %s", async (status, name, isPermanent) => {
    server.fail({ status, name });
    const fault = await faultOf(direct().send(outgoing()));
    expect(fault).toBeInstanceOf(Error);
    expect(fault instanceof PermanentMailError).toBe(isPermanent);
  });

  it("ends its request when Resend is too slow", async () => {
    server.fail("silence");
    const startedAt = performance.now();
    await expect(direct(300).send(outgoing())).rejects.toThrow("Resend: no answer");
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it.each([
    ["a cut connection", "cut" as const],
    ["a proxy's page", { status: 502, raw: "<html>Bad Gateway</html>" }],
    ["an empty success", { status: 200, raw: "null" }],
    ["a success that is no JSON", { status: 200, raw: "<html>" }],
    ["an error without content", { status: 500, raw: "null" }],
  ])("takes %s for a failure to be tried again", async (_name, fault) => {
    server.fail(fault);
    const thrown = await faultOf(direct().send(outgoing()));
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(PermanentMailError);
  });

  it("fails while nothing listens", async () => {
    const nobody = resendTransport({ apiKey: API_KEY, baseUrl: "http://127.0.0.1:1", from: FROM });
    await expect(nobody.send(outgoing())).rejects.toThrow("Resend: no answer");
  });
});

describe("which transport is taken", () => {
  const chosen = (changes: Record<string, string | undefined>) => withEnv(changes, () => Promise.resolve(transport()?.name ?? null));
  const plainProduction = { NODE_ENV: "production", GATEHOUSE_TEST_BUILD: undefined, GATEHOUSE_EMBEDDED: undefined };

  it("Resend with a key, else the mailbox where it is open, else none", async () => {
    expect(await chosen({})).toBe("resend");
    expect(await chosen({ ...plainProduction })).toBe("resend");
    expect(await chosen({ RESEND_API_KEY: undefined })).toBe("mailbox");
    expect(await chosen({ ...plainProduction, RESEND_API_KEY: undefined })).toBeNull();
  });

  it("production refuses to send the key over plain HTTP, but on this machine", async () => {
    const faults = (url: string) => withEnv({ ...plainProduction, RESEND_BASE_URL: url }, () => Promise.resolve(bootFaults().join(" ")));
    expect(await faults("http://mail.example.com")).toContain("RESEND_BASE_URL");
    expect(await faults("https://mail.example.com")).not.toContain("RESEND_BASE_URL");
    expect(await faults(server.url)).not.toContain("RESEND_BASE_URL");
  });
});
