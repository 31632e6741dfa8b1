// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import * as emailPage from "@/app/(app)/account/email/page";
import * as dashboardPage from "@/app/(app)/dashboard/page";
import * as changePage from "@/app/(auth)/confirm-email-change/page";
import * as undoPage from "@/app/(auth)/undo-email-change/page";
import * as verifyPage from "@/app/(auth)/verify-email/page";
import { privateHeaders } from "@/lib/edge/private-headers";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { mailToken } from "../factories/mail-token";
import { makeUser, type TestUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { inNextRequest, type PageEnd } from "../matrix/in-next-request";
import { callAs } from "../setup/call-as";
import { lastMail } from "../setup/mailed";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { FIREFOX, freshAddress } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

type Page = (props: { params: Promise<Record<string, string>>; searchParams: Promise<Record<string, string>> }) => Promise<ReactNode>;

/** What a browser is sent before any script runs: a form then works as it stands. */
async function open({ default: page }: { default: unknown }, search: Record<string, string> = {}, viewer?: TestViewer): Promise<{ html: string; end: PageEnd }> {
  const cookie: Record<string, string> = viewer ? { cookie: `access_token=${viewer.accessToken}` } : {};
  const headers = { "user-agent": FIREFOX, [privateHeaders.path]: "/test", [privateHeaders.clientAddress]: freshAddress(), ...cookie };
  let html = "";
  const end = await inNextRequest(headers, async () => {
    html = renderToString(await (page as Page)({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })).replaceAll("<!-- -->", "");
  });
  return { html, end };
}

const linkOf = ({ id, email }: TestUser) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: 3600, withCode: true });
const unproved = () => makeUser({ verified: false });
/** Session activity is noted behind the answer. */
const NOTED = ["sessions"];

describe("/verify-email", () => {
  it("opened by a scanner shows a form and changes nothing; nobody signed in gives the password, or begins anew", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    const { html, end } = await rowsUnchanged(() => open(verifyPage, { token }), []);
    expect(end).toEqual({ kind: "rendered" });
    for (const part of [user.email, `name="token" value="${token}"`, 'name="password"', 'name="new_password"', "Confirm and sign in", "Confirm with a new password"]) expect(html).toContain(part);
  });

  it("from a session of the account one button does", async () => {
    const viewer = await makeViewer([], { verified: false });
    const { token } = await linkOf(viewer.user);
    const { html } = await rowsUnchanged(() => open(verifyPage, { token }, viewer), NOTED);
    expect(html).toContain("Confirm this address");
    expect(html).not.toContain('name="password"');
  });

  it("from the session of somebody else says whose link it is", async () => {
    const [user, viewer] = [await unproved(), await makeViewer()];
    const { html } = await open(verifyPage, { token: (await linkOf(user)).token }, viewer);
    for (const part of [user.email, viewer.user.email, "This link is for another account", 'name="password"']) expect(html).toContain(part);
  });

  it("says of each link that does not work why, with ways forward", async () => {
    const user = await unproved();
    const { token, id } = await linkOf(user);
    const said = async (tried: string) => {
      const { html, end } = await open(verifyPage, { token: tried });
      expect(end).toEqual({ kind: "status", status: 400 });
      for (const way of ['href="/verify-email"', 'href="/login"', "Send the mail again", 'name="email"']) expect(html).toContain(way);
      return html;
    };
    expect(await said(token.slice(2))).toContain("This link is not whole.");
    expect(await said("A".repeat(43))).toContain("This link does not work.");
    await sql("UPDATE one_time_tokens SET expires_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has expired.");
    await sql("UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has been used.");
  });

  it("is content once the address is confirmed, by whatever way", async () => {
    const user = await unproved();
    const { token, id } = await linkOf(user);
    await sql("UPDATE users SET email_verified_at = app_now() WHERE id = $1", [user.id]);
    await sql("UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1", [id]);
    for (const { html } of [await open(verifyPage, { token }), await open(verifyPage, {}, await makeViewer())]) expect(html).toContain("Your address is confirmed");
  });

  it("without a link asks for the code: of whom, where nobody is signed in", async () => {
    const anybody = (await open(verifyPage, { email: "ada@example.com" })).html;
    for (const part of ['name="email"', 'value="ada@example.com"', 'name="code"', 'autoComplete="one-time-code"', "Send the mail again"]) expect(anybody).toContain(part);
    const viewer = await makeViewer([], { verified: false });
    const own = (await open(verifyPage, {}, viewer)).html;
    for (const part of [viewer.user.email, 'name="code"', 'href="/account/email"']) expect(own).toContain(part);
    expect(own).not.toContain('name="password"');
  });
});

describe("one's own pages", () => {
  it("say that the address is not confirmed, as long as it is not", async () => {
    for (const verified of [false, true]) {
      const viewer = await makeViewer([], { verified });
      for (const shown of [dashboardPage, emailPage]) expect((await open(shown, {}, viewer)).html.includes("Confirm your address")).toBe(!verified);
    }
  });

  it("lead to the confirmation where it is required, but for the change of the address", async () => {
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const viewer = await makeViewer([], { verified: false });
      expect((await open(dashboardPage, {}, viewer)).end).toEqual({ kind: "redirect", to: "/verify-email" });
      expect((await open(emailPage, {}, viewer)).end).toEqual({ kind: "rendered" });
    });
  });

  it("show a change that waits, at the account and behind the link", async () => {
    const viewer = await makeViewer();
    expect((await open(changePage, {}, viewer)).html).toContain("No change of the address of this account waits");
    await callAs(viewer).output(changeEmail, { input: { new_email: "ada.moved@example.org" } });
    expect((await open(emailPage, {}, viewer)).html).toContain("ada.moved@example.org");
    const { html } = await rowsUnchanged(async () => open(changePage, { token: (await lastMail("ada.moved@example.org")).token }, viewer), NOTED);
    for (const part of [viewer.user.email, "ada.moved@example.org", "Use this address"]) expect(html).toContain(part);
    expect((await open(changePage, { token: "x" })).end).toMatchObject({ kind: "redirect", to: expect.stringMatching(/^\/login\?return_to=/) });
  });
});

describe("/confirm-email-change", () => {
  it("says of each link that does not work why, with a way forward", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    const linkFor = ({ user }: TestViewer) => mailToken({ purpose: "email_change", userId: user.id, address: "ada.moved.on@example.org", ttlSeconds: 600 });
    const { token, id } = await linkFor(viewer);
    const said = async (tried: string) => {
      const { html } = await open(changePage, { token: tried }, viewer);
      expect(html).toContain('href="/account/email"');
      expect(html).not.toContain('name="token"');
      return html;
    };
    expect(await said(token.slice(2))).toContain("This link is not whole.");
    expect(await said(token.repeat(50))).toContain("This link is not whole.");
    expect(await said("A".repeat(43))).toContain("This link does not work.");
    expect(await said((await linkFor(other)).token)).toContain("This link is for something else.");
    await sql("UPDATE one_time_tokens SET expires_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has expired.");
    await sql("UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1", [id]);
    expect(await said(token)).toContain("This link has been used.");
  });
});

describe("/undo-email-change", () => {
  it("says what its button does, and does nothing by being opened", async () => {
    const user = await makeUser();
    const { token } = await mailToken({ purpose: "email_change_undo", userId: user.id, address: "old@example.com", ttlSeconds: 600 });
    const { html } = await rowsUnchanged(() => open(undoPage, { token }), []);
    for (const part of ["Everybody is signed out", "Take the account back", `value="${token}"`]) expect(html).toContain(part);
    expect((await open(undoPage)).html).toContain("opened from our mail");
    expect((await open(undoPage, { done: "1" })).html).toContain("old address again");
  });
});
