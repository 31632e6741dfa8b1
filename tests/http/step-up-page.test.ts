// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { beforeAll, expect, it } from "vitest";
import { privateHeaders } from "@/lib/edge/private-headers";
import { makePasskey } from "../factories/make-passkey";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { inNextRequest } from "../matrix/in-next-request";
import { MINUTE, travel } from "../setup/clock";
import { FIREFOX, freshAddress } from "../setup/test-context";

const load = () => import("@/app/(auth)/reauthenticate/page");
beforeAll(async () => void (await load()), 90_000);

async function visit(viewer: TestViewer | null, search: Record<string, string>): Promise<string> {
  const { default: Page } = await load();
  const cookie: Record<string, string> = viewer ? { cookie: `access_token=${viewer.accessToken}` } : {};
  const headers = { "user-agent": FIREFOX, [privateHeaders.path]: "/reauthenticate", [privateHeaders.clientAddress]: freshAddress(), ...cookie };
  let html = "";
  const end = await inNextRequest(headers, async () => {
    html = renderToString((await Page({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })) as ReactNode);
  });
  return end.kind === "redirect" ? `to ${end.to}` : html;
}

it("asks by the method that is chosen, keeps the way back, and offers the others by links", async () => {
  const viewer = await makeViewer();
  await makePasskey(viewer.user);
  await travel(11 * MINUTE);
  const asked = await visit(viewer, { return_to: "/admin/users?page=2" });
  expect(asked).toContain('name="password"');
  expect(asked).toContain('name="return_to" value="/admin/users?page=2"');
  expect(asked).toContain(`href="/reauthenticate?method=passkey&amp;return_to=${encodeURIComponent("/admin/users?page=2")}"`);
  const chosen = await visit(viewer, { method: "passkey", return_to: "/admin/users?page=2" });
  expect(chosen).not.toContain('name="password"');
  expect(chosen).toContain("Use your password");
});

it("leads to no other site, and has nothing to ask of somebody who has just signed in", async () => {
  const viewer = await makeViewer();
  const html = await visit(viewer, { return_to: "https://evil.example/" });
  expect(html).toContain("Identity confirmed");
  expect(html).toContain('href="/dashboard"');
});

it("is open while a new password is due, and to nobody who is not signed in", async () => {
  const viewer = await makeViewer([], { mustChangePassword: true });
  await travel(11 * MINUTE);
  expect(await visit(viewer, {})).toContain('name="password"');
  expect(await visit(null, {})).toBe(`to /login?return_to=${encodeURIComponent("/reauthenticate")}`);
});
