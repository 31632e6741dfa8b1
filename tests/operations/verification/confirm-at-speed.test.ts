import { describe, expect, it } from "vitest";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { mailToken } from "../../factories/mail-token";
import { makeUser, type TestUser, type UserOptions } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, MINUTE, SECOND, travel } from "../../setup/clock";
const DAYS_2 = 48 * HOUR / SECOND;

const linkOf = ({ id, email }: TestUser, ttlSeconds = DAYS_2) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds, withCode: true });
const unproved = (options: UserOptions = {}) => makeUser({ verified: false, ...options });
const confirm = (input: Record<string, unknown>, as: { accessToken: string } | null = null) => callAs(as).run(confirmEmail, { input });

describe("codes tried at speed", () => {
  const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

  it("die after five, from whatever addresses; the link stays", async () => {
    const user = await unproved();
    const { token, code } = await linkOf(user);
    for (let count = 0; count < 5; count += 1) expect((await confirm({ email: user.email, code: wrongOf(code) })).error).toMatchObject({ code: "INVALID_TOKEN", details: { reason: "code" } });
    expect((await confirm({ email: user.email, code })).error).toMatchObject({ code: "INVALID_TOKEN" });
    expect((await confirm({ token, password: user.password })).error).toBeNull();
  });

  it("are counted per account over all its mails, in parallel too; an address that nobody has answers the same", async () => {
    const user = await unproved();
    for (const email of [user.email, "nobody-has-this@example.com"]) {
      const statuses: (number | undefined)[] = [];
      for (let mail = 0; mail < 3; mail += 1) {
        const { code } = await linkOf(user);
        const answers = await Promise.all(Array.from({ length: 5 }, () => confirm({ email, code: wrongOf(code) })));
        statuses.push(...answers.map(({ error }) => error?.status));
      }
      expect(statuses.sort()).toEqual([...Array<number>(10).fill(400), ...Array<number>(5).fill(429)]);
    }
    const { code } = await linkOf(user);
    expect((await confirm({ email: user.email, code })).error?.status).toBe(429);
    await travel(15 * MINUTE + SECOND);
    expect((await confirm({ email: user.email, code, password: user.password })).error).toBeNull();
  });

  it("hold where limits are off", async () => {
    const { withEnv } = await import("../../setup/with-env");
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
      const user = await unproved();
      const statuses = [];
      for (let count = 0; count < 11; count += 1) statuses.push((await confirm({ email: user.email, code: "000000" })).error?.status);
      expect(statuses.at(-1)).toBe(429);
    });
  });
});

describe("two tabs", () => {
  it("of many that use one link at once, one wins @asvs V15.4.2", async () => {
    for (let round = 0; round < 3; round += 1) {
      const user = await unproved();
      const { token, code } = await linkOf(user);
      const rows = await auditRowsOf(async () => {
        const proof = (n: number) => (n % 2 ? { token } : { email: user.email, code });
        const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => confirm({ ...proof(n), password: user.password })));
        expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
        expect(new Set(answers.flatMap(({ error }) => (error ? [error.code] : [])))).toEqual(new Set(["INVALID_TOKEN"]));
      });
      expect(rows.filter(({ success }) => success)).toHaveLength(1);
    }
  });
});
