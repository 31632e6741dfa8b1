import { describe, expect, it, vi } from "vitest";
import type { AppError } from "@/lib/errors";
import { hashPassword, passwordTooLong, verifyPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { hashInWorker, verifyInWorker } from "@/lib/session/password-worker";
import { makeUser } from "../factories/make-user";
import { http } from "../setup/http";
import { withEnv } from "../setup/with-env";

const native = await import("@node-rs/bcrypt");
const PASSWORDS = ["long enough and known to nobody", "пароль 🦊 パスワード", "x".repeat(72), " "];

describe("the two hashers", () => {
  it("make $2b$ hashes and verify each other's", async () => {
    for (const password of PASSWORDS) {
      const [one, other] = await Promise.all([native.hash(password, { cost: 4 }), hashInWorker(password, 4)]);
      for (const hash of [one, other]) {
        expect(hash).toMatch(/^\$2b\$04\$/);
        expect([await native.verify(password, hash), await verifyInWorker(password, hash)]).toEqual([true, true]);
        expect([await native.verify(`${password}!`.slice(0, 71), hash), await verifyInWorker(`${password}!`.slice(0, 71), hash)]).toEqual([false, false]);
      }
    }
  });

  it("the fallback takes a bad hash for a mistake, not for a match", async () => {
    await expect(verifyInWorker("x", "not a hash")).resolves.toBe(false);
  });

  it("PASSWORD_HASHER=js signs the same people in", async () => {
    const user = await makeUser();
    vi.resetModules();
    await withEnv({ PASSWORD_HASHER: "js" }, async () => {
      const login = await import("@/app/api/auth/login/route");
      expect((await http(login, { body: { email: user.email, password: user.password } })).status).toBe(200);
      expect((await http(login, { body: { email: user.email, password: "wrong" } })).status).toBe(401);
      const fresh = await import("@/lib/session/password");
      expect(await verifyPassword("made by the fallback", await fresh.hashPassword("made by the fallback"))).toBe(true);
    });
  });
});

describe("hashing", () => {
  it("salts: equal passwords have different hashes @asvs V11.4.2", async () => {
    expect(await hashPassword("one")).not.toBe(await hashPassword("one"));
  });

  it("costs what BCRYPT_COST says", async () => {
    await withEnv({ BCRYPT_COST: "5" }, async () => expect(await hashPassword("one")).toMatch(/^\$2b\$05\$/));
  });

  it("without a hash does the same work and says no", async () => {
    expect(await verifyPassword("no account has this password", null)).toBe(false);
  });

  it("beyond its queue is a 503 with Retry-After, and every place comes back @asvs V15.2.2", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 160 }, (_, n) => hashPassword(`password ${n}`)));
    const refused = tries.filter((attempt) => attempt.status === "rejected").map(({ reason }) => reason as AppError);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(32);
    for (const error of refused) expect(error).toMatchObject({ status: 503, code: "UNAVAILABLE", retryAfterSeconds: expect.any(Number) });
    expect(await Promise.all(Array.from({ length: 100 }, () => hashPassword("again")))).toHaveLength(100);
  });

  it("does not hold the event loop up", async () => {
    await withEnv({ BCRYPT_COST: "10" }, async () => {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      await Promise.all([hashPassword("a"), hashPassword("b"), hashInWorker("c", 10)]);
      clearInterval(timer);
      expect(turns).toBeGreaterThan(5);
    });
  });
});

describe("the default policy", () => {
  const person = { email: "margaret.hamilton@apollo.example.com", username: "mhamilton", firstName: "Margaret", lastName: "Hamilton" };

  it.each([
    ["correct horse battery staple"],
    ["onlylowercase letters"],
    ["7391048265013"],
    ["ünïcödé-länger"],
    ["🦊🐼🦁🐸🦉🐙🦋🐝"],
    ["x".repeat(35) + "y".repeat(37)],
    ["hamilton went to the moon"],
    ["        spaces        "],
  ])("takes %j @asvs V6.2.5", async (password) => expect(await passwordProblems(password, person)).toEqual([]));

  it.each([
    ["Ab3$xyz", "eight"],
    ["🦊🐼🦁🐸🦉🐙🦋", "eight characters, not bytes"],
    ["x".repeat(73), "72 bytes"],
    ["🦊".repeat(19), "76 bytes"],
    ["password", "common"],
    ["PassWord123", "common in any letter case"],
    ["qwertyuiop", "common"],
    ["Hamilton1!", "the name"],
    ["m.hamilton9", "the username"],
    ["apollo-26x", "the address's domain"],
    ["Margaret.Hamilton@apollo.example.com", "the whole address"],
    ["gatehouse!!", "the product"],
  ])("%j: %s", async (password, why) => {
    const problems = await passwordProblems(password, person);
    expect(problems, why).toHaveLength(1);
  });

  it("counts bytes as bcrypt does", () => {
    expect([passwordTooLong("x".repeat(72)), passwordTooLong("x".repeat(73)), passwordTooLong("é".repeat(36)), passwordTooLong("é".repeat(37))]).toEqual([false, true, false, true]);
  });
});

describe("PASSWORD_POLICY=classes", () => {
  it.each([
    ["Str0ng!enough", 0],
    ["str0ng!enough", 1],
    ["STR0NG!ENOUGH", 1],
    ["Strong!enough", 1],
    ["Str0ngenough", 1],
    ["strongenough", 3],
    ["Ünïcödé1!", 0],
  ])("%s misses %i", async (password, missing) => {
    await withEnv({ PASSWORD_POLICY: "classes" }, async () => expect(await passwordProblems(password)).toHaveLength(missing));
  });
});
