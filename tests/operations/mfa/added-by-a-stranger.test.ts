import { describe, expect, it } from "vitest";
import { claimAddress } from "@/lib/features/auth/claim-address";
import { dropSince } from "@/lib/features/verification/drop-since";
import { prisma } from "@/lib/db";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import { makeSecondFactor } from "../../factories/make-second-factor";
import { makeUser } from "../../factories/make-user";
import { MINUTE, travel } from "../../setup/clock";
import { oneRow } from "../../setup/sql";

const factorsOf = (userId: string) =>
  oneRow("SELECT mfa_enabled AS enabled, (SELECT count(*)::int FROM second_factors WHERE user_id = $1) AS factors, (SELECT count(*)::int FROM recovery_codes WHERE user_id = $1) AS codes FROM users WHERE id = $1", [userId]);

async function undoToken(userId: string): Promise<string> {
  const token = newToken({ purpose: "email_change_undo", userId, address: "before@example.com", ttlSeconds: 3600 });
  await issueToken(prisma, token);
  return String(token.row.id);
}

describe("a second factor of somebody who is not the owner", () => {
  it("goes with the way back of a changed address, where it was added since", async () => {
    const user = await makeUser();
    const undoId = await undoToken(user.id);
    await travel(MINUTE);
    await makeSecondFactor(user);
    await prisma.$transaction((tx) => dropSince(tx, user.id, undoId));
    expect(await factorsOf(user.id)).toEqual({ enabled: false, factors: 0, codes: 0 });
  });

  it("stays where it was there before; recovery codes do not tell when they were made, and go", async () => {
    const user = await makeUser();
    await makeSecondFactor(user);
    await travel(MINUTE);
    const undoId = await undoToken(user.id);
    await prisma.$transaction((tx) => dropSince(tx, user.id, undoId));
    expect(await factorsOf(user.id)).toEqual({ enabled: true, factors: 1, codes: 0 });
  });

  it("goes when the owner of an unproved address arrives", async () => {
    const user = await makeUser({ verified: false });
    await makeSecondFactor(user);
    const { removed } = await prisma.$transaction((tx) => claimAddress(tx, user.id));
    expect(removed).toMatchObject({ second_factor: 1, second_factors: 1, spare_codes: 10 });
    expect(await factorsOf(user.id)).toEqual({ enabled: false, factors: 0, codes: 0 });
  });
});
