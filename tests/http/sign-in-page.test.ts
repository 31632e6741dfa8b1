// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import { cloneElement, type ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { OtherWays } from "@/app/(auth)/login/other-ways";
import * as loginPage from "@/app/(auth)/login/page";
import { privateHeaders } from "@/lib/edge/private-headers";
import { makeViewer } from "../factories/make-viewer";
import { inNextRequest, type PageEnd } from "../matrix/in-next-request";
import { FIREFOX, freshAddress } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

/** The form of the page, and what is offered beside it, as a browser is sent them before any script runs. */
async function open(search: Record<string, string> = {}, cookie = "", more: Record<string, string> = {}): Promise<{ html: string; others: string; end: PageEnd }> {
  const headers: Record<string, string> = { "user-agent": FIREFOX, [privateHeaders.path]: "/login", [privateHeaders.clientAddress]: freshAddress(), ...(cookie ? { cookie } : {}), ...more };
  const shown = { html: "", others: "" };
  const end = await inNextRequest(headers, async () => {
    const page = (await loginPage.default({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })) as ReactElement<{ alternatives: unknown }>;
    shown.html = renderToString(cloneElement(page, { alternatives: null })).replaceAll("<!-- -->", "");
    shown.others = renderToString(await OtherWays({ returnTo: search.return_to })).replaceAll("<!-- -->", "");
  });
  return { ...shown, end };
}

const NO_OTHERS = { MAGIC_LINK: "false", PASSKEYS: "false" };
const GOOGLE = { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret" };
const GITHUB = { AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" };

describe("the sign-in page offers what is configured, and nothing else", () => {
  it("no other way where there is none", () =>
    withEnv(NO_OTHERS, async () => {
      const { html, others } = await open();
      expect(html).toContain('name="password"');
      expect(html).toContain('autoComplete="username"');
      expect(others).not.toMatch(/<a |<button|<form/);
    }));

  it("a link by mail unless it is off", async () => {
    expect((await open({ return_to: "/account" })).others).toContain('href="/magic-link?return_to=%2Faccount"');
    await withEnv({ MAGIC_LINK: "false" }, async () => expect((await open()).others).not.toContain("/magic-link"));
  });

  it("passkeys in the field for the name, unless they are off or of no use at this address", async () => {
    expect((await open()).html).toContain('autoComplete="username webauthn"');
    for (const setting of [{ PASSKEYS: "false" }, { APP_URL: "http://192.0.2.7:3000" }]) await withEnv(setting, async () => expect((await open()).html).not.toContain("webauthn"));
  });

  it("the providers whose values are set", async () => {
    await withEnv({ ...NO_OTHERS, ...GOOGLE }, async () => {
      const { others } = await open({ return_to: "/account" });
      expect(others).toContain('href="/api/auth/login/google?return_to=%2Faccount"');
      expect(others).not.toMatch(/GitHub|Microsoft|Apple/);
    });
  });
});

describe("the sign-in page remembers what was used last", () => {
  it("by its cookie, at that way alone", () =>
    withEnv({ ...GOOGLE, ...GITHUB }, async () => {
      const marked = async (door: string) => (await open({}, `last_provider=${door}`)).others.match(/(Continue with \w+|E-mail me a link)(?=(?:(?!<\/a>).)*Last used)/g) ?? [];
      expect(await marked("github")).toEqual(["Continue with GitHub"]);
      expect(await marked("magic_link")).toEqual(["E-mail me a link"]);
      for (const door of ["local", "<b>", ""]) expect(await marked(door)).toEqual([]);
    }));
});

describe("the sign-in page says why somebody is there", () => {
  it.each([
    ["cookies", "has not kept the cookie"],
    ["second_step", "keeps no cookies"],
    ["ended", "Your session has ended"],
    ["reset", "Your password was changed"],
    ["leaving", "will be deleted"],
  ])("notice=%s", async (notice, sentence) => expect((await open({ notice })).html).toContain(sentence));

  it("in sentences of ours alone", async () => {
    const { html } = await open({ notice: "<b>canary</b>", error: "canary" });
    expect(html).not.toContain("canary");
    expect(html).toContain("The sign-in did not work. Begin again.");
  });

  it("and leads whoever has come with their session on, who has kept their cookie after all", async () => {
    const { accessToken } = await makeViewer();
    const to = async (search: Record<string, string>) => (await open(search, `access_token=${accessToken}`)).end;
    expect(await to({ notice: "cookies", return_to: "/account?x=1" })).toEqual({ kind: "redirect", to: "/account?x=1" });
    expect(await to({ notice: "cookies", return_to: "https://evil.example" })).toEqual({ kind: "redirect", to: "/dashboard" });
  });

  it("has the browser ask itself where the page is rendered with the answer that set the cookies", async () => {
    const { accessToken } = await makeViewer();
    const search = { notice: "cookies", return_to: "/account" };
    const as = (wanted: string) => open(search, `access_token=${accessToken}`, { "sec-fetch-dest": wanted });
    const { html, end } = await as("empty");
    expect([end, html.includes("Signing you in")]).toEqual([{ kind: "rendered" }, true]);
    expect((await as("document")).end).toEqual({ kind: "redirect", to: "/account" });
    expect((await open({ return_to: "/account" }, `access_token=${accessToken}`, { "sec-fetch-dest": "empty" })).end).toEqual({ kind: "redirect", to: "/account" });
  });
});
