import { describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { claimCode, claimToken, consumeToken, type IssuedToken, issueToken, newToken, type NewToken, peekToken, releaseToken } from "@/lib/session/one-time-token";
import { makeUser } from "../factories/make-user";
import { MINUTE, SECOND, travel } from "../setup/clock";
import { oneRow, sql } from "../setup/sql";

async function issued(given: Partial<NewToken> = {}): Promise<IssuedToken & { userId: string; address: string }> {
  const { id: userId, email: address } = await makeUser();
  const token = newToken({ purpose: "email_verification", userId, address, ttlSeconds: 600, withCode: true, ...given });
  await issueToken(prisma, token);
  return { ...token, userId, address };
}

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

describe("a token that works once @asvs V6.5.1", () => {
  it("stands in the table as a digest alone", async () => {
    const { token, code, row } = await issued();
    const stored = await oneRow<Record<string, unknown>>("SELECT *, encode(token_hash, 'escape') AS text FROM one_time_tokens WHERE id = $1", [row.id]);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(JSON.stringify(stored)).not.toContain(code);
  });

  it("may be looked at as often as one likes", async () => {
    const { token, userId } = await issued();
    await peekToken("email_verification", token);
    expect(await peekToken("email_verification", token)).toMatchObject({ userId });
    expect(await claimToken("email_verification", token)).toMatchObject({ userId });
  });

  it("is claimed by one of many at once", async () => {
    const { token } = await issued();
    const claims = await Promise.all(Array.from({ length: 16 }, () => claimToken("email_verification", token)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it("is consumed once, and then unknown", async () => {
    const { token } = await issued();
    const claimed = await claimToken("email_verification", token);
    expect(await consumeToken(prisma, claimed?.id ?? "")).toBe(true);
    expect(await consumeToken(prisma, claimed?.id ?? "")).toBe(false);
    expect(await peekToken("email_verification", token)).toBeNull();
  });

  it("can be claimed again once it was released, or its winner has not come back for 30 s", async () => {
    const { token } = await issued();
    const first = await claimToken("email_verification", token);
    expect(await claimToken("email_verification", token)).toBeNull();
    await releaseToken(first?.id ?? "");
    expect(await claimToken("email_verification", token)).not.toBeNull();
    await travel(31 * SECOND);
    expect(await claimToken("email_verification", token)).not.toBeNull();
  });

  it("of another purpose is none", async () => {
    const { token } = await issued();
    expect(await claimToken("password_reset", token)).toBeNull();
    expect(await peekToken("password_reset", token)).toBeNull();
    expect(await claimToken("email_verification", token)).not.toBeNull();
  });

  it("ends with its time", async () => {
    const { token, address, code } = await issued();
    await travel(11 * MINUTE);
    expect(await claimToken("email_verification", token)).toBeNull();
    expect(await claimCode("email_verification", { address, code })).toBeNull();
  });

  it("is replaced by the account's next one of its purpose", async () => {
    const { token, userId, address } = await issued();
    await issueToken(prisma, newToken({ purpose: "email_verification", userId, address, ttlSeconds: 600 }));
    expect(await claimToken("email_verification", token)).toBeNull();
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE user_id = $1", [userId])).toHaveLength(1);
  });
});

describe("a code of six digits @asvs V6.6.3", () => {
  it("claims its token, for its address and its account alone", async () => {
    const { code, address, userId } = await issued();
    const other = await makeUser();
    expect(code).toMatch(/^\d{6}$/);
    expect(await claimCode("email_verification", { address: other.email, code })).toBeNull();
    expect(await claimCode("email_verification", { address, userId: other.id, code })).toBeNull();
    expect(await claimCode("email_verification", { address, userId, code })).toMatchObject({ userId, address });
  });

  it("is dead after five wrong codes, also when they come at once; the link goes on", async () => {
    const { code, address, token } = await issued();
    await Promise.all(Array.from({ length: 5 }, () => claimCode("email_verification", { address, code: wrong(code) })));
    expect(await claimCode("email_verification", { address, code })).toBeNull();
    expect(await claimToken("email_verification", token)).not.toBeNull();
  });

  it("is still good after four", async () => {
    const { code, address } = await issued();
    for (let tries = 0; tries < 4; tries++) await claimCode("email_verification", { address, code: wrong(code) });
    expect(await claimCode("email_verification", { address, code })).not.toBeNull();
  });

  it("is not used up by right ones that come to nothing, such as with a password that the policy refuses", async () => {
    const { code, address } = await issued();
    for (let tries = 0; tries < 6; tries++) {
      const claimed = await claimCode("email_verification", { address, code });
      expect(claimed).not.toBeNull();
      await releaseToken(claimed?.id ?? "");
    }
    for (let tries = 0; tries < 5; tries++) await claimCode("email_verification", { address, code: wrong(code) });
    expect(await claimCode("email_verification", { address, code })).toBeNull();
  });
});
