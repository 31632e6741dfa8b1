import type { Page } from "@playwright/test";
import sharp from "sharp";
import { demoPerson, signIn } from "../support/people";
import { setServerClock } from "../support/test-control";
import { expect, test } from "../support/test";

const MINUTE = 60_000;
const EXPIRED = 16 * MINUTE;

test.afterEach(({ request }) => setServerClock(request, 0));

const cookieOf = async (page: Page, name: string) => (await page.context().cookies()).find((cookie) => cookie.name === name)?.value;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a form left open until the access token has expired still submits", async ({ page, request, baseURL }) => {
      await signIn(page, baseURL ?? "", demoPerson("user"));
      await page.goto("/account");
      const city = `Town ${Date.now()}`;
      await page.getByLabel("City").fill(city);
      const before = await cookieOf(page, "access_token");
      await setServerClock(request, EXPIRED);
      const posted = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name: "Save profile" }).click();
      await posted;
      expect(await cookieOf(page, "access_token"), "renewed by the same request").not.toBe(before);
      await expect(page).toHaveURL("/account");
      await expect(page.getByLabel("City")).toHaveValue(city);
      await page.reload();
      await expect(page.getByLabel("City")).toHaveValue(city);
    });

    test("so does one with a file in it", async ({ page, request, baseURL }) => {
      await signIn(page, baseURL ?? "", demoPerson("manager"));
      await page.goto("/account");
      const buffer = await sharp({ create: { width: 64, height: 64, channels: 3, background: javaScriptEnabled ? "#a33" : "#3a3" } }).png().toBuffer();
      await page.getByLabel("Choose a picture").setInputFiles({ name: "square.png", mimeType: "image/png", buffer });
      const shown = page.getByRole("button", { name: /^Account menu of/ }).locator("img");
      const before = (await shown.count()) > 0 ? await shown.getAttribute("src") : null;
      await setServerClock(request, EXPIRED);
      await page.getByRole("button", { name: "Upload picture" }).click();
      await expect(shown).not.toHaveAttribute("src", before ?? "none yet");
      expect((await page.request.get((await shown.getAttribute("src")) ?? "")).status()).toBe(200);
    });

    test("a sign-out from an expired page ends the session", async ({ page, request, baseURL }) => {
      await signIn(page, baseURL ?? "", demoPerson("auditor"));
      await page.goto("/account");
      await setServerClock(request, EXPIRED);
      await page.getByRole("button", { name: /^Account menu of/ }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page).toHaveURL(/\/login/);
      expect(await cookieOf(page, "access_token")).toBeUndefined();
      expect(await cookieOf(page, "refresh_token")).toBeUndefined();
    });

    test("a page whose token has expired renews it once and comes back to its address", async ({ page, request, baseURL }) => {
      await signIn(page, baseURL ?? "", demoPerson("admin"));
      await setServerClock(request, EXPIRED);
      const ways: string[] = [];
      page.on("request", (sent) => sent.isNavigationRequest() && ways.push(new URL(sent.url()).pathname));
      await page.goto("/admin/users?status=banned");
      await expect(page).toHaveURL("/admin/users?status=banned");
      expect(ways.filter((path) => path === "/api/auth/session/refresh")).toHaveLength(1);
    });

    test("a refresh token that is no longer good leads to the sign-in page, once, without cookies", async ({ page, request, baseURL, context }) => {
      await signIn(page, baseURL ?? "", demoPerson("user"));
      await context.addCookies([{ name: "refresh_token", value: "x".repeat(43), url: baseURL ?? "", httpOnly: true }]);
      await setServerClock(request, EXPIRED);
      const ways: string[] = [];
      page.on("request", (sent) => sent.isNavigationRequest() && ways.push(new URL(sent.url()).pathname));
      await page.goto("/account/sessions");
      await expect(page).toHaveURL(`/login?notice=ended&return_to=${encodeURIComponent("/account/sessions")}`);
      await expect(page.getByText("Your session has ended.")).toBeVisible();
      expect(ways).toEqual(["/account/sessions", "/api/auth/session/refresh", "/login"]);
      expect(await cookieOf(page, "access_token")).toBeUndefined();
      expect(await cookieOf(page, "refresh_token")).toBeUndefined();
    });
  });
}

test("a form whose session is gone keeps what was typed and says so", async ({ page, browser, baseURL }) => {
  await signIn(page, baseURL ?? "", demoPerson("user"));
  await page.goto("/account");
  await page.getByLabel("City").fill("Nowhere");
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, baseURL ?? "", demoPerson("user"));
  await other.request.post("/api/audit/sessions/revoke-all", { data: {}, headers: { origin: baseURL ?? "" } });
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.locator("[data-form-message]").or(page.getByRole("heading", { name: "Sign in" }))).toBeVisible();
  await elsewhere.close();
});

test("a page asked for without its permission is refused after one renewal, in case the token was out of date", async ({ page, request, baseURL, complaints }) => {
  complaints.allow(/403/);
  await signIn(page, baseURL ?? "", demoPerson("user"));
  await setServerClock(request, MINUTE);
  const answer = await page.goto("/admin");
  expect(answer?.status()).toBe(403);
  const trail = answer?.request().redirectedFrom();
  expect(trail?.url()).toContain("/api/auth/session/refresh");
});

test("a session ends after its days without use, and after its days altogether", async ({ page, request, baseURL }) => {
  await signIn(page, baseURL ?? "", demoPerson("auditor"));
  const DAY = 24 * 60 * MINUTE;
  await setServerClock(request, 31 * DAY);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login\?notice=ended/);
});
