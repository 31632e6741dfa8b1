import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { DAY, HOUR, MINUTE, SECOND, travel } from "../setup/clock";
import { http } from "../setup/http";
import { oneRow } from "../setup/sql";
import { withEnv } from "../setup/with-env";

const checkRoute = await import("@/app/api/auth/check-auth/route");

const renew = async (token: string) => {
  const { error, ctx } = await callAs(null).run(refreshToken, { input: { refresh_token: token } });
  return error || !ctx.effects.session || ctx.effects.session === "ended" ? null : ctx.effects.session;
};
const endOf = async (sessionId: string) => (await oneRow<{ at: Date }>("SELECT expires_at AS at FROM sessions WHERE id = $1", [sessionId])).at.getTime();
const isIn = async (caller: { accessToken: string }) => (await callAs(caller).run(checkAuth)).error === null;

describe("the absolute end of a session @asvs V7.3.2", () => {
  it("is never moved by rotation, and nothing works beyond it", async () => {
    await withEnv({ SESSION_TTL_SECONDS: String(2 * 3600) }, async () => {
      const viewer = await makeViewer();
      const end = await endOf(viewer.sessionId);
      await travel(HOUR);
      const second = await renew(viewer.refreshToken);
      await travel(55 * MINUTE);
      const third = await renew(second?.refreshToken ?? "");
      expect(third?.expiresAt.getTime()).toBe(end);
      expect(await endOf(viewer.sessionId)).toBe(end);
      expect(await isIn({ accessToken: third?.accessToken ?? "" })).toBe(true);
      await travel(6 * MINUTE);
      expect(await isIn({ accessToken: third?.accessToken ?? "" })).toBe(false);
      expect(await renew(third?.refreshToken ?? "")).toBeNull();
    });
  });

  it("is thirty days by default, and the cookies end with it", async () => {
    const route = await import("@/app/api/auth/token/refresh/route");
    const viewer = await makeViewer();
    await travel(29 * DAY);
    const answer = await http(route, { method: "POST", browser: true, cookies: { refresh_token: viewer.refreshToken } });
    expect(answer.status).toBe(200);
    for (const name of ["access_token", "refresh_token"]) {
      const seconds = Number(/Max-Age=(\d+)/.exec(answer.cookies[name]?.line ?? "")?.[1]);
      expect(Math.abs(seconds - 24 * 3600)).toBeLessThan(30);
    }
    await travel(DAY + SECOND);
    expect(await renew(answer.cookies.refresh_token?.value ?? "")).toBeNull();
  });
});

describe("the idle timeout @asvs V7.3.1", () => {
  it("ends a session that nobody used; use and refresh keep it", async () => {
    await withEnv({ SESSION_IDLE_TIMEOUT_SECONDS: "600" }, async () => {
      const viewer = await makeViewer();
      const idle = await makeSession(viewer.user);
      for (let count = 0; count < 2; count += 1) {
        await travel(5 * MINUTE);
        expect((await http(checkRoute, { as: viewer })).status).toBe(200);
        // "Last active" is written after the answer.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await travel(2 * MINUTE);
      expect([await isIn(viewer), await isIn(idle)]).toEqual([true, false]);
      expect(await renew(idle.refreshToken)).toBeNull();
      const renewed = await renew(viewer.refreshToken);
      await travel(9 * MINUTE);
      expect(await isIn({ accessToken: renewed?.accessToken ?? "" })).toBe(true);
      await travel(2 * MINUTE);
      expect(await renew(renewed?.refreshToken ?? "")).toBeNull();
    });
  });

  it("is off by default", async () => {
    const viewer = await makeViewer();
    await travel(20 * DAY);
    expect(await renew(viewer.refreshToken)).not.toBeNull();
  });
});

describe("the access token's own end", () => {
  it("is ACCESS_TOKEN_TTL_SECONDS after its making", async () => {
    await withEnv({ ACCESS_TOKEN_TTL_SECONDS: "60" }, async () => {
      const viewer = await makeViewer();
      await travel(58 * SECOND);
      expect(await isIn(viewer)).toBe(true);
      await travel(4 * SECOND);
      expect(await isIn(viewer)).toBe(false);
    });
  });
});

describe("single-session mode", () => {
  it("a sign-in ends the person's other sessions and nobody else's", async () => {
    await withEnv({ SINGLE_SESSION_PER_USER: "true" }, async () => {
      const user = await makeUser();
      const stranger = await makeViewer();
      const signIn = async () => {
        const { ctx } = await callAs(null).run(login, { input: { email: user.email, password: user.password } });
        if (!ctx.effects.session || ctx.effects.session === "ended") throw new Error("not signed in");
        return ctx.effects.session;
      };
      const [first, second] = [await signIn(), await signIn()];
      expect([await isIn(first), await isIn(second), await isIn(stranger)]).toEqual([false, true, true]);
      expect(await renew(first.refreshToken)).toBeNull();
      const { reason } = await oneRow<{ reason: string }>("SELECT revoke_reason AS reason FROM sessions WHERE id = $1", [first.sessionId]);
      expect(reason).toBe("single_session");
    });
  });

  it("of sign-ins at once, one session is left", async () => {
    await withEnv({ SINGLE_SESSION_PER_USER: "true" }, async () => {
      const user = await makeUser();
      const input = { email: user.email, password: user.password };
      await Promise.all(Array.from({ length: 6 }, () => callAs(null).output(login, { input })));
      const { live } = await oneRow<{ live: number }>("SELECT count(*)::int AS live FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [user.id]);
      expect(live).toBe(1);
    });
  });
});
