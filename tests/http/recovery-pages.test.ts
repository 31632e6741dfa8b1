// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import * as forgotPage from "@/app/(auth)/forgot-password/page";
import * as notMePage from "@/app/(auth)/not-me/page";
import * as resetPage from "@/app/(auth)/reset-password/page";
import * as setPage from "@/app/(auth)/set-password/page";
import { privateHeaders } from "@/lib/edge/private-headers";
import { mailToken } from "../factories/mail-token";
import { makeUser } from "../factories/make-user";
import { inNextRequest } from "../matrix/in-next-request";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { FIREFOX, freshAddress } from "../setup/test-context";

type Page = (props: { params: Promise<Record<string, string>>; searchParams: Promise<Record<string, string>> }) => Promise<ReactNode>;

/** What a browser is sent before any script runs: a form then works as it stands. */
async function open({ default: page }: { default: unknown }, search: Record<string, string> = {}): Promise<string> {
  const headers = { "user-agent": FIREFOX, [privateHeaders.path]: "/test", [privateHeaders.clientAddress]: freshAddress() };
  let html = "";
  const end = await inNextRequest(headers, async () => {
    html = renderToString(await (page as Page)({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })).replaceAll("<!-- -->", "");
  });
  expect(end).toEqual({ kind: "rendered" });
  return html;
}

const resetToken = async () => {
  const user = await makeUser();
  return mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: 3600 });
};

describe("the pages of recovery", () => {
  it("ask for an address", async () => {
    const html = await open(forgotPage, { return_to: "/account" });
    expect(html).toContain('name="email"');
    expect(html).toContain('name="return_to" value="/account"');
    expect(await open(forgotPage, { return_to: "https://evil.example" })).not.toContain("evil");
  });

  it.each([["reset-password", resetPage], ["set-password", setPage]])("%s: a link that is opened shows the form, and changes nothing", async (_name, opened) => {
    const { token } = await resetToken();
    const html = await rowsUnchanged(() => open(opened, { token }), []);
    expect(html).toContain(`name="token" value="${token}"`);
    expect(html).toContain('name="new_password"');
    expect(html).toContain('autoComplete="new-password"');
  });

  it("say of each link that does not work why, with a way forward", async () => {
    const { token, id } = await resetToken();
    const said = async (tried: string) => {
      const html = await open(resetPage, { token: tried });
      expect(html).toContain('href="/forgot-password"');
      expect(html).not.toContain('name="token"');
      return html;
    };
    expect(await said(token.slice(2))).toContain("This link is not whole.");
    expect(await said("x".repeat(9000))).toContain("This link is not whole.");
    expect(await said("A".repeat(43))).toContain("This link does not work.");
    expect(await said("cut off")).toContain("Type the code of the mail instead");
    await sql("UPDATE one_time_tokens SET expires_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has expired.");
    await sql("UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has been used.");
    expect(await said(token), "its code is used up, too").not.toContain("Type the code");
  });

  it("ask for the code where there is no link", async () => {
    const html = await open(resetPage);
    for (const name of ["email", "code", "new_password"]) expect(html).toContain(`name="${name}"`);
    expect(html).toContain('autoComplete="one-time-code"');
  });

  it("show the sign-in that a mail tells of, with a button and no more; then that it is ended", async () => {
    const user = await makeUser();
    const payload = { session_id: user.id, device_hash: null, device: "Chrome on Windows", place: "London, GB", at: "2026-11-21T08:38:20.000Z" };
    const { token } = await mailToken({ purpose: "sign_in_report", userId: user.id, address: user.email, ttlSeconds: 3600, payload });
    const html = await rowsUnchanged(() => open(notMePage, { token }), []);
    for (const fact of ["Chrome on Windows", "London, GB", "21 Nov 2026, 08:38 UTC", `value="${token}"`]) expect(html).toContain(fact);
    expect(await open(notMePage, { token: "cut off" })).toContain("This link is not whole.");
    expect(await open(notMePage)).toContain("This page is opened from our mail");
    expect(await open(notMePage, { done: "1" })).toContain("That session is ended");
  });

  it("tell other sites nothing of an address that bears a token", async () => {
    for (const { metadata } of [resetPage, notMePage, setPage]) expect(metadata).toMatchObject({ referrer: "same-origin", robots: { index: false } });
  });
});
