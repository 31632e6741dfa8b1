import { expectGoodPage } from "../support/expect-accessible";
import { mailed } from "../support/mailed";
import { type Person, register, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const signInMail = (baseURL: string, person: Person) => mailed(baseURL, person.email, /link to sign in/i);

test("from the sign-in page by the link of the mail to where one was going, and back out", async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await page.goto("/login?return_to=%2Faccount");
  await page.getByRole("link", { name: /E-mail me a link/ }).click();
  await page.waitForURL("**/magic-link?return_to=%2Faccount");
  await expectGoodPage(page);
  await page.getByLabel("E-mail").fill("nobody@");
  await page.getByRole("button", { name: "Send sign-in link" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send sign-in link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your mail");
  await expect(page.locator("p[role=status]")).toContainText("If an account exists");
  await expectGoodPage(page);

  // A mail scanner opens the link first.
  const { path } = await signInMail(baseURL ?? "", person);
  for (let time = 0; time < 3; time += 1) await request.get(path);
  await page.goto(path);
  await expect(page.locator('meta[name="referrer"]')).toHaveAttribute("content", "same-origin");
  await expect(page.getByText(person.email)).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/account");
  await page.goto("/dashboard");
  await signOutByMenu(page);
  await expect(page.getByRole("link", { name: /E-mail me a link/ })).toContainText("Last used");

  await page.goto(path);
  await expect(page.getByText("This link has been used.")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
});

test("two tabs with one link: the second is told that the first was faster, and how to go on", { tag: "@one-width" }, async ({ page, context, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await request.post("/api/auth/magic-link", { data: { email: person.email }, headers: { origin: new URL(baseURL ?? "").origin } });
  const { path } = await signInMail(baseURL ?? "", person);
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(path);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.locator("[data-form-message]")).toContainText("has been used");
  await expect(other.getByRole("button", { name: "Sign in" })).toBeHidden();
  await expect(other.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("by the code, in the tab that asked @one-width", async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await page.goto("/magic-link");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send sign-in link" }).click();
  const { code } = await signInMail(baseURL ?? "", person);
  const field = page.getByLabel("Six-digit code");
  await field.fill("12345");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("[data-form-message]")).toContainText("do not go together");
  await expectGoodPage(page);
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
});

test("an address that nobody has is answered alike; a link that was cut off says so", { tag: "@one-width" }, async ({ page }) => {
  await page.goto("/magic-link");
  await page.getByLabel("E-mail").fill(`nobody-${Date.now()}@example.com`);
  await page.getByRole("button", { name: "Send sign-in link" }).click();
  await expect(page.locator("p[role=status]")).toContainText("If an account exists");
  await page.goto("/magic-link?token=abc");
  await expect(page.getByText("This link is not whole.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("without JavaScript, by link and by code", { tag: "@one-width" }, async ({ browser, request, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const way of ["link", "code"] as const) {
    const person = await register(request, baseURL ?? "");
    await page.goto("/login");
    await page.getByRole("link", { name: /E-mail me a link/ }).click();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "Send sign-in link" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your mail");
    const { path, code } = await signInMail(baseURL ?? "", person);
    if (way === "link") await page.goto(path);
    else {
      await page.getByLabel("Six-digit code").fill("000");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByLabel("Six-digit code")).toHaveAttribute("aria-invalid", "true");
      await page.getByLabel("Six-digit code").fill(code);
    }
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/dashboard");
    await context.clearCookies();
  }
  await context.close();
});
