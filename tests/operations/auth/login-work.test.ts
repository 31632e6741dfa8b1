import { verify } from "@node-rs/bcrypt";
import { describe, expect, it, vi } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";

// The real one runs; only its calls are counted.
vi.mock("@node-rs/bcrypt", { spy: true });

const WRONG = "not the password of anybody";

const accounts: [string, () => Promise<string>][] = [
  ["an account that is not there", async () => "nobody-at-all@example.org"],
  ["a wrong password", async () => (await makeUser()).email],
  ["an account without a password", async () => (await makeUser({ password: null })).email],
  ["somebody banned", async () => (await makeUser({ banned: true })).email],
  ["somebody deleted", async () => (await makeUser({ deleted: true })).email],
];

/** A hash takes a quarter of a second: who computes none for unknown accounts, tells which are known. */
describe("a refused sign-in costs one comparison @asvs V6.3.8", () => {
  it.each(accounts)("for %s", async (_title, identifierOf) => {
    const identifier = await identifierOf();
    vi.mocked(verify).mockClear();
    expect(await callAs(null).refusal(login, { input: { identifier, password: WRONG } })).toMatchObject({ status: 401 });
    expect(verify).toHaveBeenCalledTimes(1);
  });
});
