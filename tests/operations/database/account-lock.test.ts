import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/crypto";
import { isDatabaseAway, prisma } from "@/lib/db";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { newId } from "@/lib/ids";
import { ROOT, sourceFiles } from "../../architecture/source-files";
import { mailToken } from "../../factories/mail-token";
import { makeUser, type TestUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";
import { whileHeld } from "../../setup/while-held";

const INSERT = `INSERT INTO one_time_tokens (id, user_id, purpose, address, token_hash, expires_at, created_at)
  VALUES ($1, $2, 'email_verification', $3, $4, app_now() + interval '1 hour', app_now())`;

const newRow = (user: TestUser) => [newId(), user.id, user.email, sha256(newId())];

/** A mail that is asked for meanwhile: takes the former link away, which `work` wants too, and writes a new one. */
async function renewDuring<T>(user: TestUser, work: () => Promise<T>): Promise<T> {
  await sql(INSERT, newRow(user));
  return whileHeld({ first: ["DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = 'email_verification'", [user.id]], then: [[INSERT, newRow(user)]] }, work);
}

describe("a change of an account and a mail to it, which want the same rows", () => {
  it("end both: a deletion", async () => {
    const [admin, user] = [await makeViewer(["users.delete"]), await makeUser()];
    expect(await renewDuring(user, () => callAs(admin).output(deleteUser, { params: { id: user.id } }))).toMatchObject({ hard_delete: false });
  });

  it("end both: a new address", async () => {
    const [admin, user] = [await makeViewer(["users.edit", "users.view"]), await makeUser()];
    const answer = await renewDuring(user, () => callAs(admin).output(updateUser, { params: { id: user.id }, input: { email: `new-${newId()}@example.test` } }));
    expect(answer).toMatchObject({ changed: expect.arrayContaining(["email"]) });
  });

  it("end both: the first proof of an address", async () => {
    const user = await makeUser({ verified: false });
    const { token } = await mailToken({ purpose: "magic_link", userId: user.id, address: user.email, ttlSeconds: 600 });
    expect(await renewDuring(user, () => callAs(null).output(verifyMagicLink, { input: { token } }))).toMatchObject({ user: { id: user.id } });
  });
});

it("nobody holds an account so that rows which name it wait", () => {
  const files = sourceFiles().filter((file) => /^(lib|scripts)\/.*\.(ts|mjs)$/.test(file));
  const holding = files.filter((file) => /\bFROM users\b(?:(?!\bFROM\b|`)[^])*\bFOR UPDATE\b/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(holding).toEqual([]);
});

it("of two changes that wait for each other the one that PostgreSQL gives up may come again", async () => {
  const [one, other] = [await makeUser(), await makeUser()];
  const lock = (first: TestUser, second: TestUser) =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${first.id}::uuid FOR NO KEY UPDATE`;
      await sleep(200);
      await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${second.id}::uuid FOR NO KEY UPDATE`;
    });
  const outcomes = await Promise.allSettled([lock(one, other), lock(other, one)]);
  const given = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason as unknown);
  expect(given).toHaveLength(1);
  expect(isDatabaseAway(given[0])).toBe(true);
});
