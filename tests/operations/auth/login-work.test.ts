import { verify } from "@node-rs/bcrypt";
import { describe, expect, it, vi } from "vitest";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { login } from "@/lib/features/auth/operations/login";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { http } from "../../setup/http";
import { sql } from "../../setup/sql";
import { freshAddress } from "../../setup/test-context";

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

describe("a sign-in that fails by our own fault costs no try", () => {
  const pointsAt = async (ip: string, userId: string) =>
    (await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key LIKE $1 OR key LIKE $2", [`%:${ip}`, `%:${userId}`])).map(({ points }) => points);

  async function failsWith(status: number, breakIt: () => Promise<unknown>, mendIt: () => Promise<unknown> = async () => undefined) {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const user = await makeUser();
    const ip = freshAddress();
    await breakIt();
    const answer = await http(await import("@/app/api/auth/login/route"), { body: { identifier: user.email, password: user.password }, browser: true, ip });
    await mendIt();
    expect(answer.status).toBe(status);
    expect(await pointsAt(ip, user.id)).toEqual([0, 0, 0]);
  }

  it("500 while the password is compared", () => failsWith(500, async () => vi.mocked(verify).mockRejectedValueOnce(new Error("no hash came"))));

  it("503 while the password is compared", () => failsWith(503, async () => vi.mocked(verify).mockRejectedValueOnce(new AppError(UNAVAILABLE))));

  it("500 while the session is written", () =>
    failsWith(500, () => sql("ALTER TABLE known_devices ADD CONSTRAINT closed CHECK (false) NOT VALID"), () => sql("ALTER TABLE known_devices DROP CONSTRAINT closed")));
});
