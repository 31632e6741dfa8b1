// First, because it prepares what every module of Next looks for when it is loaded.
import { nextRoute } from "../setup/next-route";
import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { makeViewer } from "../factories/make-viewer";
import { sql } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";

/** `auth()` as a product's server code calls it, in a request of Next. */
async function authOf(cookie?: string): Promise<unknown> {
  const request = new NextRequest(`${TEST_ORIGIN}/whoami`, { headers: cookie ? { cookie } : {} });
  const { auth } = await import("@/lib/auth");
  return (await nextRoute("/whoami", async () => ({ GET: async () => Response.json(await auth()) }), request)).json();
}

it("auth() returns the session that REST began, and null when it has ended or nobody is there", async () => {
  expect(await authOf()).toBeNull();
  const { user, accessToken, sessionId } = await makeViewer(["users.view"]);
  const cookie = `access_token=${accessToken}`;
  expect(await authOf(cookie)).toMatchObject({ sessionId, user: { id: user.id, email: user.email, permissions: ["users.view"] } });
  await sql("UPDATE sessions SET revoked_at = now() WHERE id = $1", [sessionId]);
  expect(await authOf(cookie)).toBeNull();
});
