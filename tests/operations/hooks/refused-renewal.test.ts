import { expect, it, vi } from "vitest";
import { refuse } from "@/lib/hooks/refuse";
import { makeViewer } from "../../factories/make-viewer";
import { HOUR, travel } from "../../setup/clock";
import { http } from "../../setup/http";

vi.mock("@/gatehouse.config", () => ({ default: { hooks: { beforeTokenRefresh: () => refuse("Sign in again.") }, userFields: {} } }));

const expired = async () => {
  const viewer = await makeViewer();
  await travel(HOUR);
  return { access_token: viewer.accessToken, refresh_token: viewer.refreshToken };
};

it("a page whose renewal a hook refuses goes to the sign-in page, without cookies", async () => {
  const answer = await http(await import("@/app/api/auth/session/refresh/route"), { path: "/api/auth/session/refresh?return_to=/account", cookies: await expired() });
  expect([answer.status, answer.headers.get("location")]).toEqual([307, "/login?notice=ended&return_to=%2Faccount"]);
  expect(answer.cookies.refresh_token?.value).toBe("");
});

it("and Auth.js sees nobody", async () => {
  const answer = await http(await import("@/app/api/auth/session/route"), { browser: true, cookies: await expired() });
  expect([answer.status, answer.body]).toEqual([200, null]);
});
