/** A change of BCRYPT_COST tells nobody who has an account: everybody's sign-in does the work of the former cost too. */
import { beforeEach, describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { findCandidate } from "@/lib/features/auth/repo";
import { pruneExpired } from "@/lib/outbox/prune";
import { makeUser } from "@/tests/factories/make-user";
import { callAs } from "@/tests/setup/call-as";
import { DAY, HOUR, travel } from "@/tests/setup/clock";
import { freshDatabase } from "@/tests/setup/fresh-database";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const raised = (work: () => Promise<void>) => withEnv({ BCRYPT_COST: "5" }, work);
const kinds = async () => (await sql<{ kind: string }>("SELECT kind FROM password_kinds ORDER BY kind")).map(({ kind }) => kind);

beforeEach(() => freshDatabase());

describe("hashes at a former cost", () => {
  it("become a kind at the first look after the change, for unknown names too", async () => {
    await makeUser();
    await pruneExpired();
    expect(await kinds()).toEqual([]);
    await raised(async () => {
      await pruneExpired();
      expect(await kinds()).toEqual(["$2b$04$"]);
      expect((await findCandidate("nobody@example.com", null)).kinds).toEqual(["$2b$04$"]);
    });
  });

  it("are looked for once a day", async () => {
    await raised(async () => {
      await pruneExpired();
      await makeUser();
      await pruneExpired();
      expect(await kinds()).toEqual([]);
      await travel(DAY + HOUR);
      await pruneExpired();
      expect(await kinds()).toEqual(["$2b$04$"]);
    });
  });

  it("are forgotten once everybody has signed in, and those of other systems are no business of this", async () => {
    const user = await makeUser();
    await makeUser({ password: null });
    await raised(async () => {
      await pruneExpired();
      await callAs(null).output(login, { input: { email: user.email, password: user.password } });
      await travel(DAY + HOUR);
      await pruneExpired();
      expect(await kinds()).toEqual([]);
    });
  });
});
