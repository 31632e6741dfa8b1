import type { Browser } from "@playwright/test";
import { waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { mailed } from "../support/mailed";
import { demoPerson, newPerson, type Person, register, signIn, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const NEXT = "Another-Lantern-77-Pier";
const RESET = /reset your password/i;
const NOT_ME = /choose a new password/i;

const resetMail = (baseURL: string, person: Person, subject = RESET) => mailed(baseURL, person.email, subject);

/** From another device than the page's. */
async function signInElsewhere(browser: Browser, baseURL: string, person: Person): Promise<void> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, baseURL, person);
  await context.close();
}

test("from the sign-in page by the link of the mail to the dashboard, and back out", async ({ page, request, baseURL: home = "" }) => {
  const person = await register(request, home);
  await page.goto("/login?return_to=%2Faccount");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.waitForURL("**/forgot-password?return_to=%2Faccount");
  await expectGoodPage(page);
  await page.getByLabel("E-mail").fill("nobody@");
  await page.getByRole("button", { name: "Send reset link" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send reset link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your mail");
  await expect(page.locator("p[role=status]").filter({ hasText: "If an account exists" })).toBeVisible();
  await expectGoodPage(page);

  const { path } = await resetMail(home, person);
  await request.get(path);
  await page.goto(path);
  await expect(page.locator('meta[name="referrer"]')).toHaveAttribute("content", "same-origin");
  await expectGoodPage(page);
  const password = page.getByLabel("New password", { exact: true });
  await password.fill("short");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await password.fill(NEXT);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.waitForURL(/\/login\?notice=reset&return_to=%2Faccount/);
  await expect(page.getByText("Your password was changed. Sign in with the new one.")).toBeVisible();
  await signInByForm(page, person);
  await expect(page.locator("[data-form-message]")).toBeVisible();
  await signInByForm(page, { ...person, password: NEXT });
  await page.waitForURL("**/account");
  await page.goto("/dashboard");
  await signOutByMenu(page);
  await waitForMail(home, person.email, /password was changed/i);

  await page.goto(path);
  await expect(page.getByText("This link has been used.")).toBeVisible();
  await expectGoodPage(page);
  await expect(page.getByRole("link", { name: "Type the code of the mail instead" }), "the code is used up with it").toBeHidden();
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await page.waitForURL("**/forgot-password");
});

test("by the code of the mail, in the window that asked for it; an unknown address is answered alike", { tag: "@one-width" }, async ({ page, request, baseURL: home = "" }) => {
  const person = await register(request, home);
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail").fill(newPerson().email);
  await page.getByRole("button", { name: "Send reset link" }).click();
  const answer = page.locator("p[role=status]").filter({ hasText: "If an account exists" });
  const said = await answer.innerText();
  await page.getByRole("link", { name: "try again" }).click();
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send reset link" }).click();
  await expect(answer).toHaveText(said);
  const { code } = await resetMail(home, person);
  const wrong = code === "000000" ? "000001" : "000000";
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  for (const typed of [wrong, code]) {
    await page.getByLabel("Six-digit code").fill(typed);
    await page.getByLabel("New password", { exact: true }).fill(NEXT);
    await page.getByRole("button", { name: "Change the password" }).click();
    if (typed === wrong) await expect(page.locator("[data-form-message]")).toContainText("do not go together");
  }
  await page.waitForURL("**/login?notice=reset");
  await signInByForm(page, { ...person, password: NEXT });
  await page.waitForURL("**/dashboard");
});

test("links that are cut off or of somebody's invention say so, and lead on", async ({ page }) => {
  for (const token of ["cut-off", "A".repeat(43), "x".repeat(5000)]) {
    await page.goto(`/reset-password?token=${token}`);
    await expect(page.getByText(token.length === 43 ? "This link does not work." : "This link is not whole.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
  }
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Type the code of the mail instead" }).click();
  await expect(page.getByLabel("Six-digit code")).toBeVisible();
  await expectGoodPage(page);
});

test("two tabs with one link: the second is told that the first was faster", { tag: "@one-width" }, async ({ page, context, request, baseURL: home = "" }) => {
  const person = await register(request, home);
  await request.post("/api/auth/request-password-reset", { data: { email: person.email }, headers: { origin: new URL(home).origin } });
  const { path } = await resetMail(home, person);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(path);
    await tab.getByLabel("New password", { exact: true }).fill(NEXT);
  }
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.waitForURL("**/login?notice=reset");
  await other.getByRole("button", { name: "Change the password" }).click();
  await expect(other.locator("[data-form-message]")).toContainText("has been used");
  await expect(other.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("a sign-in from a new device is told by mail, and ended from there", async ({ page, browser, baseURL: home = "" }) => {
  const person = newPerson();
  await register(page.request, home, person);
  await signInElsewhere(browser, home, person);
  const { path } = await mailed(home, person.email, /new sign-in/i);
  await page.goto(path);
  await expect(page.getByText("Device")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: /It was not me/ }).click();
  await page.waitForURL("**/not-me?done=1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("That session is ended");
  await expectGoodPage(page);
  await resetMail(home, person, NOT_ME);
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { level: 1 }), "one's own session goes on").toContainText("Hello");
  await page.goto(path);
  await expect(page.getByText("This link has been used.")).toBeVisible();
});

test("an administrator sends a link, and never sees a password", { tag: "@one-width" }, async ({ page, request, baseURL: home = "" }) => {
  const person = await register(request, home);
  await signIn(page, home, demoPerson("admin"));
  await page.goto(`/admin/users?q=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: person.email }).click();
  await page.getByRole("button", { name: "Send a password link" }).click();
  await page.getByRole("button", { name: "Send it" }).click();
  await expect(page.getByText("They were sent a link").first()).toBeVisible();
  expect((await mailed(home, person.email, /choose your password/i)).path).toMatch(/^\/set-password\?token=/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the whole way, by the link", { tag: "@one-width" }, async ({ page, request, baseURL: home = "" }) => {
    const person = await register(request, home);
    await page.goto("/forgot-password");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "Send reset link" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your mail");
    const { path } = await resetMail(home, person);
    await page.goto(path);
    for (const typed of ["short", NEXT]) {
      await page.getByLabel("New password", { exact: true }).fill(typed);
      await page.getByRole("button", { name: "Change the password" }).click();
      if (typed === "short") await expect(page.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(/8 characters/);
    }
    await expect(page).toHaveURL(/\/login\?notice=reset/);
    await page.goto(path);
    await expect(page.getByText("This link has been used.")).toBeVisible();
  });

  test("by the code, with a wrong one first", { tag: "@one-width" }, async ({ page, request, baseURL: home = "" }) => {
    const person = await register(request, home);
    await page.goto("/forgot-password");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "Send reset link" }).click();
    const { code } = await resetMail(home, person);
    for (const typed of [code === "000000" ? "000001" : "000000", code]) {
      await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
      await page.getByLabel("Six-digit code").fill(typed);
      await page.getByLabel("New password", { exact: true }).fill(NEXT);
      await page.getByRole("button", { name: "Change the password" }).click();
      if (typed !== code) await expect(page.locator("[data-form-message]")).toContainText("do not go together");
    }
    await expect(page).toHaveURL(/\/login\?notice=reset/);
    await signInByForm(page, { ...person, password: NEXT });
    await expect(page).toHaveURL("/dashboard");
  });
});
