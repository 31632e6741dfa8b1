import { describe, expect, it } from "vitest";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { mailToken } from "../../factories/mail-token";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { waitingFor } from "../../setup/mailed";
import { sql } from "../../setup/sql";
import { NEW, reset, resetToken, signIn } from "./resets";

describe("a code", () => {
  const byCode = (email: string, code: string, ip?: string) => callAs(null, { ip }).run(resetPassword, { input: { email, code, new_password: NEW } });
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

  it("is dead after five wrong tries, while the link lives on", async () => {
    const user = await makeUser();
    const { code, token } = await resetToken(user);
    for (let time = 1; time <= 5; time += 1) expect((await byCode(user.email, other(code))).error).toMatchObject({ status: 400, details: { reason: "code" } });
    expect((await byCode(user.email, code)).error).toMatchObject({ status: 400, details: { reason: "code" } });
    expect((await reset(token)).error).toBeNull();
  });

  it("is looked at ten times in a quarter of an hour per account, whether there is one or not", async () => {
    for (const email of [(await makeUser()).email, "nobody-five@example.org"]) {
      const codes = [];
      for (let time = 1; time <= 11; time += 1) codes.push((await byCode(email, "000000")).error?.code);
      expect(codes).toEqual([...Array<string>(10).fill("INVALID_TOKEN"), "RATE_LIMIT_EXCEEDED"]);
    }
  });

  it("of somebody else's mail is of no use", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const { code } = await resetToken(other);
    await resetToken(user);
    expect((await byCode(user.email, code === "000000" ? "000001" : code)).error?.code).toBe("INVALID_TOKEN");
    expect(await signIn(user, user.password)).toBe("in");
  });
});

describe("parallel use", () => {
  it("of one link, 64 at once, eight rounds: exactly one wins, the others are told why", async () => {
    let rounds = 0;
    while (rounds < 8) {
      const user = await makeUser();
      const { token } = await resetToken(user);
      const passwords = Array.from({ length: 64 }, (_, index) => `nine lanterns over harbour ${index}`);
      const answers = await Promise.all(passwords.map((password) => reset(token, password)));
      // On a machine under load the one that has claimed the link may find no connection in time: nobody wins that round.
      if (answers.some(({ error }) => error?.status === 503)) continue;
      rounds += 1;
      const winners = answers.flatMap(({ error }, index) => (error === null ? [passwords[index]] : []));
      expect(winners).toHaveLength(1);
      expect(new Set(answers.flatMap(({ error }) => (error ? [error.code] : [])))).toEqual(new Set(["INVALID_TOKEN"]));
      expect(await signIn(user, winners[0] ?? "")).toBe("in");
      expect((await waitingFor(user.email)).filter(({ subject }) => /password was changed/.test(subject))).toHaveLength(1);
    }
  }, 120_000);

  it("of two links of one account: the second one is withdrawn by the first", async () => {
    const user = await makeUser();
    const first = await resetToken(user);
    const second = await mailToken({ purpose: "password_reset", userId: null, address: user.email, ttlSeconds: 3600 });
    await sql("UPDATE one_time_tokens SET user_id = $2 WHERE id = $1", [second.id, user.id]);
    const answers = await Promise.all([reset(first.token, `${NEW} one`), reset(second.token, `${NEW} two`)]);
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
  });
});
