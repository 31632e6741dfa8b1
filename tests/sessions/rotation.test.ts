import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decrypt, deriveKey, sha256 } from "@/lib/crypto";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { logout } from "@/lib/features/auth/operations/logout";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditMark, auditRowsOf, auditRowsSince } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { HOUR, SECOND, travel } from "../setup/clock";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow, sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";

/** The successor, or null for a 401. */
async function refresh(token: string): Promise<string | null> {
  const { error, ctx } = await callAs(null).run(refreshToken, { input: { refresh_token: token } });
  if (error) {
    expect(error.status).toBe(401);
    return null;
  }
  if (!ctx.effects.session || ctx.effects.session === "ended") throw new Error("no session was issued");
  return ctx.effects.session.refreshToken;
}

async function mustRefresh(token: string): Promise<string> {
  const successor = await refresh(token);
  if (successor === null) throw new Error("the refresh was refused");
  return successor;
}

const stateOf = (sessionId: string) =>
  oneRow<{ revoke_reason: string | null; tokens: number; active: number }>(
    `SELECT s.revoke_reason, count(*)::int AS tokens, count(*) FILTER (WHERE t.state = 'active')::int AS active
       FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id WHERE s.id = $1 GROUP BY s.id`,
    [sessionId],
  );
const warnings = (viewer: TestViewer) =>
  sql("SELECT payload FROM outbox_messages WHERE idempotency_key = $1", [`session-reuse-detected:${viewer.sessionId}`]);
const accessWorks = async (viewer: TestViewer) => (await callAs(viewer).run(checkAuth)).error === null;

describe("concurrent refreshes of one token", () => {
  it("64 at once, five rounds in a row: one successor, 64 equal answers, no alarm @asvs V15.4.2", async () => {
    const viewer = await makeViewer();
    const since = await auditMark();
    let token = viewer.refreshToken;
    for (let round = 1; round <= 5; round += 1) {
      const answers = new Set(await Promise.all(Array.from({ length: 64 }, () => refresh(token))));
      expect(answers.size).toBe(1);
      expect(answers).not.toContain(null);
      token = [...answers][0] ?? "";
      expect(await stateOf(viewer.sessionId)).toEqual({ revoke_reason: null, tokens: round + 1, active: 1 });
    }
    const rows = await auditRowsSince(since);
    expect(rows.map(({ action }) => action)).toEqual(Array(5).fill("token.refresh"));
    expect(await warnings(viewer)).toEqual([]);
  });
});

describe("the grace of a rotated token", () => {
  it("repeats its successor for ten seconds and writes nothing new", async () => {
    const viewer = await makeViewer();
    const child = await mustRefresh(viewer.refreshToken);
    await travel(9 * SECOND);
    expect(await rowsUnchanged(() => refresh(viewer.refreshToken), [])).toBe(child);
    expect(await mustRefresh(child)).not.toBe(child);
  });

  it("afterwards it is reuse: the family ends, with one row and one mail @asvs V10.4.5", async () => {
    const viewer = await makeViewer();
    const child = await mustRefresh(viewer.refreshToken);
    await travel(11 * SECOND);
    const rows = await auditRowsOf(async () => expect(await refresh(viewer.refreshToken)).toBeNull());
    expect(rows).toMatchObject([
      { action: "token.reuse_detected", actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId, success: false, metadata: { session_ended: true } },
    ]);
    expect((await stateOf(viewer.sessionId)).revoke_reason).toBe("token_reuse");
    expect(await warnings(viewer)).toMatchObject([{ payload: { to: viewer.user.email } }]);
    expect(await accessWorks(viewer)).toBe(false);
    expect([await refresh(child), await refresh(viewer.refreshToken)]).toEqual([null, null]);
    expect(await warnings(viewer)).toHaveLength(1);
  });

  it("is as long as REFRESH_GRACE_SECONDS says; 0 is none", async () => {
    await withEnv({ REFRESH_GRACE_SECONDS: "60" }, async () => {
      const viewer = await makeViewer();
      const child = await mustRefresh(viewer.refreshToken);
      await travel(59 * SECOND);
      expect(await refresh(viewer.refreshToken)).toBe(child);
    });
    await withEnv({ REFRESH_GRACE_SECONDS: "0" }, async () => {
      const viewer = await makeViewer();
      await mustRefresh(viewer.refreshToken);
      expect(await refresh(viewer.refreshToken)).toBeNull();
      expect((await stateOf(viewer.sessionId)).revoke_reason).toBe("token_reuse");
    });
  });
});

describe("older tokens", () => {
  it("a grandparent ends the family at once", async () => {
    const viewer = await makeViewer();
    const grandchild = await mustRefresh(await mustRefresh(viewer.refreshToken));
    expect(await refresh(viewer.refreshToken)).toBeNull();
    expect((await stateOf(viewer.sessionId)).revoke_reason).toBe("token_reuse");
    expect(await refresh(grandchild)).toBeNull();
    expect(await warnings(viewer)).toHaveLength(1);
  });

  it("reuse ends one session only", async () => {
    const viewer = await makeViewer();
    const other = await makeViewer();
    await mustRefresh(await mustRefresh(viewer.refreshToken));
    await refresh(viewer.refreshToken);
    expect(await accessWorks(other)).toBe(true);
    expect(await refresh(other.refreshToken)).not.toBeNull();
  });

  it("of an ended or expired family raise no alarm", async () => {
    const viewer = await makeViewer();
    const child = await mustRefresh(viewer.refreshToken);
    await callAs(null).output(logout, { input: { refresh_token: child } });
    await travel(HOUR);
    expect(await auditRowsOf(async () => [await refresh(viewer.refreshToken), await refresh(child)])).toEqual([]);
    expect(await warnings(viewer)).toEqual([]);
    expect((await stateOf(viewer.sessionId)).revoke_reason).toBe("user_logout");
  });
});

describe("any order of refreshes", () => {
  it("ends with one live leaf, or with the family ended and one alarm", async () => {
    // Each step presents the n-th youngest token, after a pause.
    const step = fc.record({ age: fc.nat({ max: 2 }), pause: fc.constantFrom(0, 0, 5, 20) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const viewer = await makeViewer();
        const chain = [viewer.refreshToken];
        let at = 0;
        let rotatedAt = -Infinity;
        let isLive = true;
        for (const { age, pause } of steps) {
          if (pause > 0) await travel(pause * SECOND);
          at += pause;
          const index = Math.max(0, chain.length - 1 - age);
          const back = chain.length - 1 - index;
          const answer = await refresh(chain[index] ?? "");
          if (isLive && back === 0) {
            expect(answer).not.toBeNull();
            chain.push(answer ?? "");
            rotatedAt = at;
          } else if (isLive && back === 1 && at - rotatedAt < 10) {
            expect(answer).toBe(chain.at(-1));
          } else {
            expect(answer).toBeNull();
            isLive = false;
          }
        }
        const state = await stateOf(viewer.sessionId);
        expect(state).toEqual({ revoke_reason: isLive ? null : "token_reuse", tokens: chain.length, active: 1 });
        expect(await warnings(viewer)).toHaveLength(isLive ? 0 : 1);
      }),
      { numRuns: 12 },
    );
  });
});

describe("what the database holds of a token", () => {
  it("is a hash, and a successor that only the presented token opens", async () => {
    const viewer = await makeViewer();
    const child = await mustRefresh(viewer.refreshToken);
    const row = await oneRow<{ token_hash: Buffer; child_cipher: Buffer; all: string }>(
      "SELECT token_hash, child_cipher, t::text AS all FROM refresh_tokens t WHERE session_id = $1 AND state = 'rotated'",
      [viewer.sessionId],
    );
    expect(row.token_hash).toEqual(sha256(viewer.refreshToken));
    expect(row.all).not.toContain(viewer.refreshToken);
    expect(row.all).not.toContain(child);
    const key = (secret: string | Buffer) => deriveKey(secret, "refresh child v1");
    expect(decrypt(key(viewer.refreshToken), row.child_cipher)).toBe(child);
    for (const guess of [row.token_hash, row.token_hash.toString("hex"), String(process.env.AUTH_SECRET), child])
      expect(() => decrypt(key(guess), row.child_cipher)).toThrow();
    const changed = Buffer.from(row.child_cipher);
    changed[30] = (changed[30] ?? 0) ^ 1;
    expect(() => decrypt(key(viewer.refreshToken), changed)).toThrow();
  });
});
