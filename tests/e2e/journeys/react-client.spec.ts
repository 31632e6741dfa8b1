/** components/auth in a browser, on the page that test builds have for it. */
import type { Page } from "@playwright/test";
import { appCode } from "../../tools/app-code";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, register, signIn, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

const HERE = "/test/client";

/** The requests of a page to the API, as "GET /api/…", from now on. */
function requestsOf(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
}

test("the server sends the page for who is there, before any script has run", { tag: "@one-width" }, async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${HERE}?given=user`);
  await expect(page.getByText("Nobody is signed in.")).toBeVisible();
  await expect(page.getByLabel("E-mail or username")).toBeVisible();
  await expect(page.getByText("The server keeps the list to itself.")).toBeVisible();

  await signIn(page, baseURL ?? "", demoPerson("manager"));
  await page.goto(`${HERE}?given=user`);
  await expect(page.getByText("is signed in.")).not.toHaveText("Nobody is signed in.");
  await expect(page.getByText("Role: manager")).toBeVisible();
  await expect(page.getByText("The server shows the list.")).toBeVisible();
  await expect(page.getByRole("region", { name: "People" })).toBeVisible();
  await expect(page.getByText("For two roles.")).toBeHidden();

  await page.goto(`${HERE}?given=session`);
  await expect(page.getByText("Somebody is signed in.")).toBeVisible();
  await expect(page.getByText("The page does not know yet.")).toBeVisible();

  await page.goto(HERE);
  await expect(page.getByText("It is not known who is there.")).toBeVisible();
  await context.close();
});

test("a page that was given its person asks nobody who is there; one that was not asks once", { tag: "@one-width" }, async ({ page, baseURL }) => {
  await signIn(page, baseURL ?? "", demoPerson("manager"));
  const seen = requestsOf(page);
  const asked = () => seen.filter((request) => request.endsWith("/api/auth/user/@me")).length;
  for (const [given, times] of [["user", 0], ["session", 1], ["", 1]] as const) {
    seen.length = 0;
    await page.goto(`${HERE}?given=${given}`);
    await expect(page.getByText("Role: manager")).toBeVisible();
    await expect(page.getByText("3 listed.")).toBeVisible();
    expect(asked(), given).toBe(times);
  }
});

test("signing in by the form, a refusal first, and out again, in every tab", { tag: "@one-width" }, async ({ page, context, baseURL, complaints }) => {
  complaints.allow(/401/);
  const person = await register(page.request, baseURL ?? "");
  await context.clearCookies();
  await page.goto(`${HERE}?given=user`);
  const other = await context.newPage();
  await other.goto(HERE);
  await expect(other.getByText("Nobody is signed in.")).toBeVisible();

  await page.locator('input[name="identifier"]').fill(person.username);
  await page.locator('input[name="password"]').fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("form [data-form-message]")).toBeFocused();
  await expect(page.locator('input[name="identifier"]')).toHaveValue(person.username);
  await expect(page.locator('input[name="password"]')).toHaveValue("");

  await page.locator('input[name="password"]').fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(`${person.username} is signed in.`)).toBeVisible();
  await expect(page.getByText("The page hides the list.")).toBeVisible();
  await expect(other.getByText(`${person.username} is signed in.`)).toBeVisible();

  await page.getByRole("button", { name: "Rename me" }).click();
  await expect(page.getByText(`Renamed ${person.username} is signed in.`)).toBeVisible();

  await other.getByRole("button", { name: "Sign out" }).click();
  for (const tab of [other, page]) await expect(tab.getByText("Nobody is signed in.")).toBeVisible();
  expect((await page.request.get("/api/auth/check-auth")).status()).toBe(401);
});

test("the second step is asked for in the place of the form @one-width", async ({ page, context, baseURL, complaints }) => {
  complaints.allow(/40[01]/);
  const person = await register(page.request, baseURL ?? "");
  const headers = { origin: baseURL ?? "" };
  const { secret, recovery_codes: recoveryCodes } = (await (await page.request.post("/api/auth/mfa/enable", { data: {}, headers })).json()) as { secret: string; recovery_codes: string[] };
  expect((await page.request.post("/api/auth/mfa/verify", { data: { code: appCode(secret) }, headers })).status()).toBe(200);
  await context.clearCookies();
  await page.goto(`${HERE}?given=user`);
  await page.locator('input[name="identifier"]').fill(person.username);
  await page.locator('input[name="password"]').fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();

  const code = page.getByLabel("Six-digit code");
  await expect(code).toBeFocused();
  await expectGoodPage(page);
  await code.fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(code).toHaveAccessibleDescription(/not right/);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await expect(page.getByLabel("Recovery code")).toBeFocused();
  await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(`${person.username} is signed in.`)).toBeVisible();
});

test("sessions end one by one and together, and the focus stays", async ({ page, browser, baseURL, complaints }) => {
  complaints.allow(/401/);
  const person = await register(page.request, baseURL ?? "");
  const elsewhere = await Promise.all([1, 2, 3].map(async () => (await browser.newContext({ baseURL })).newPage()));
  for (const device of elsewhere) await signIn(device, baseURL ?? "", person);
  await page.goto(`${HERE}?given=user`);
  const items = page.getByRole("listitem").filter({ hasText: /· active/ });
  await expect(items).toHaveCount(4);
  await expectGoodPage(page);

  await page.getByRole("button", { name: /^End session on/ }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End session" }).click();
  await expect(items).toHaveCount(3);
  const told = page.getByRole("status").filter({ hasText: /session/i });
  await expect(told).toBeFocused();
  await expect(page.getByLabel("Ended")).toHaveText(/^[0-9a-f-]{36}$/);

  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all others" }).click();
  await expect(items).toHaveCount(1);
  await expect(told).toHaveText("2 other sessions were ended.");
  await expect(page.getByLabel("Ended")).toHaveText(/ all$/);
  const standing = await Promise.all(elsewhere.map(async (device) => (await device.request.get("/api/auth/check-auth")).status()));
  expect(standing).toEqual([401, 401, 401]);
  await expect(page.getByRole("region", { name: "Own events" }).getByText("Signed in").first()).toBeVisible();
  await expectGoodPage(page);
});

test("administration's hooks find, ban and let back in, and say what is refused", { tag: "@one-width" }, async ({ page, playwright, baseURL, complaints }) => {
  complaints.allow(/403/);
  const outside = await playwright.request.newContext({ baseURL });
  const unique = Date.now().toString(36);
  await register(outside, baseURL ?? "", { email: `walker-banned-${unique}@example.com`, username: `walker-banned-${unique}`, password: "Quiet-Lantern-42-Harbour" });
  await signIn(page, baseURL ?? "", demoPerson("admin"));
  await page.goto(`${HERE}?given=user`);
  await page.getByRole("button", { name: "Find" }).click();
  const found = page.getByText(/^walker-banned-.* is (active|unverified); \d+ found\.$/);
  await expect(found).toBeVisible();
  await page.getByRole("button", { name: "Ban or let back in" }).click();
  await expect(page.getByText(/ is banned; \d+ found\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Ban or let back in" }).click();
  await expect(found).toBeVisible();
  await page.getByRole("button", { name: "Read the trail" }).click();
  await expect(page.getByText("2 events of the trail.")).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, baseURL ?? "", demoPerson("manager"));
  await page.goto(`${HERE}?given=user`);
  await page.getByRole("button", { name: "Read the trail" }).click();
  await expect(page.getByRole("region", { name: "People" }).getByRole("alert")).toHaveText("You do not have permission to do this.");
  await outside.dispose();
});

test("a protected part lets in, refuses, and sends to the sign-in page and back", async ({ page, baseURL, complaints }) => {
  complaints.allow(/401/);
  const address = `${HERE}?show=protected`;
  await page.goto(address);
  await page.waitForURL(/\/login\?return_to=/);
  await signInByForm(page, demoPerson("auditor"));
  await page.waitForURL(new RegExp(`${HERE}\\?show=protected$`));
  await expect(page.getByText("Inside the protected part.")).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, baseURL ?? "", demoPerson("user"));
  await page.goto(`${address}&given=user`);
  await expect(page.getByRole("alert").filter({ hasText: "Access denied" })).toBeVisible();
  await expectGoodPage(page);
});
