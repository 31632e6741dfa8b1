import { describe, expect, it } from "vitest";
import { isId } from "../../lib/ids";
import { queueMail } from "../../lib/email/queue-mail";
import { MAX_ATTEMPTS, retryDelaySeconds } from "../../lib/outbox/deliver-outbox";
import { outboxInsert, outboxRow } from "../../lib/outbox/outbox";

describe("outboxRow", () => {
  it("names the columns as the table does and survives JSON", () => {
    const message = queueMail("welcome", "a@example.com", { username: "alice" }, "welcome:1");
    const row = outboxRow(message);
    expect(isId(row.id)).toBe(true);
    expect(JSON.parse(JSON.stringify([row]))).toEqual([
      { id: row.id, kind: "email", payload: message.payload, idempotency_key: "welcome:1" },
    ]);
  });
});

describe("outboxInsert", () => {
  it("takes its time from the database and can depend on the change it belongs to", () => {
    const sql = outboxInsert("$7", "EXISTS (SELECT 1 FROM changed)");
    expect(sql).toContain("$7::jsonb");
    expect(sql).toContain("WHERE EXISTS (SELECT 1 FROM changed)");
    expect(sql).toContain("app_now()");
    expect(sql.replaceAll("app_now()", "")).not.toMatch(/now\(\)|CURRENT_TIMESTAMP/i);
  });
});

describe("retryDelaySeconds", () => {
  const delays = (random: number) => Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryDelaySeconds(index + 1, random));

  it("doubles up to six hours, and lets a service be away for more than a day", () => {
    expect(delays(1)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, ...Array<number>(9).fill(21_600)]);
    expect(delays(0).reduce((sum, delay) => sum + delay)).toBeGreaterThan(24 * 3600);
  });

  it("spreads instances over half of each delay", () => {
    expect(delays(0)).toEqual(delays(1).map((delay) => delay / 2));
  });
});
