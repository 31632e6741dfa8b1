import { describe, expect, it } from "vitest";
import * as route from "@/app/api/cron/route";
import { prisma } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { enqueue } from "@/lib/outbox/outbox";
import { http, type HttpRequest } from "../../setup/http";
import { oneRow } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const SECRET = "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma";
const call = (authorization?: string, request: HttpRequest = {}) => http(route, { path: "/api/cron", headers: { authorization }, ...request });
const withSecret = (work: () => Promise<void>) => withEnv({ CRON_SECRET: SECRET }, work);

describe("/api/cron", () => {
  it("runs what is due for whoever bears the secret", () =>
    withSecret(async () => {
      await enqueue(prisma, queueMail("session-reuse-detected", "cron@example.org", { device: "Firefox", at: new Date() }, "cron:1"));
      expect(await call(`Bearer ${SECRET}`)).toMatchObject({ status: 200, body: { sent: 1, failed: 0 } });
      expect(await oneRow("SELECT status FROM outbox_messages WHERE idempotency_key = 'cron:1'")).toEqual({ status: "sent" });
      expect(await call(`Bearer ${SECRET}`, { method: "POST" })).toMatchObject({ status: 200, body: { sent: 0, failed: 0 } });
    }));

  it.each([undefined, "", "Bearer", `Bearer ${SECRET}x`, `Bearer ${SECRET.slice(1)}`, `Basic ${SECRET}`, SECRET])("refuses %s", (authorization) =>
    withSecret(async () => {
      expect(await call(authorization)).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED" } });
    }));

  it("is closed where no secret is configured", () =>
    withEnv({ CRON_SECRET: undefined }, async () => {
      expect(await call("Bearer undefined")).toMatchObject({ status: 503, body: { code: "UNAVAILABLE" } });
      expect(await call("Bearer ")).toMatchObject({ status: 503 });
    }));

  it("does nothing for a HEAD", () => withSecret(async () => expect(await call(`Bearer ${SECRET}`, { method: "HEAD" })).toMatchObject({ status: 405 })));
});
