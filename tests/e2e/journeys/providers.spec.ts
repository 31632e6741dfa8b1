import type { Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

/** On the provider's own page. */
async function chooseThere(page: Page, provider: string, who: RegExp) {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(provider);
  await page.getByRole("button", { name: who }).click();
}

test("by Google from the sign-in page to where one was going, and back out", async ({ page }) => {
  await page.goto("/account/sessions");
  await page.waitForURL(/\/login\?/);
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Continue with Demo Google" }).click();
  await chooseThere(page, "Demo Google", /Grace Google/);
  await expect(page).toHaveURL("/account/sessions");
  await expect(page.getByText("This device")).toHaveCount(1);
  expect(page.url()).not.toMatch(/token|code=/);

  await page.goto("/account/security");
  await expect(page.getByText(/^grace@demo\.example · connected/)).toBeVisible();
  await expectGoodPage(page);

  await signOutByMenu(page);
  await expect(page.getByRole("link", { name: /Continue with Demo Google\s*Last used/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Continue with Demo Microsoft" })).toBeVisible();
  await page.getByRole("link", { name: /Continue with Demo Google/ }).click();
  await chooseThere(page, "Demo Google", /Grace Google/);
  await expect(page).toHaveURL("/dashboard");
});

test("by Microsoft from the page for new accounts @one-width", async ({ page }) => {
  await page.goto("/register");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Continue with Demo Microsoft" }).click();
  await chooseThere(page, "Demo Microsoft", /Milan Microsoft/);
  await expect(page).toHaveURL("/dashboard");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Milan");
  await signOutByMenu(page);
});

test("whoever says no there comes back to the sign-in page, which says so @one-width", async ({ page }) => {
  await page.goto("/login?return_to=%2Faccount");
  await page.getByRole("link", { name: "Continue with Demo Google" }).click();
  await chooseThere(page, "Demo Google", /Cancel/);
  await expect(page.getByRole("alert").filter({ hasText: "cancelled at the provider" })).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Continue with Demo Google" }).click();
  await chooseThere(page, "Demo Google", /Grace Google/);
  await expect(page, "where one was going is not forgotten").toHaveURL("/account");
});

test("an address that the provider does not vouch for opens nobody's account @one-width", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("link", { name: "Continue with Demo Microsoft" }).click();
  await chooseThere(page, "Demo Microsoft", /auditor@example\.com/);
  await expect(page.getByRole("alert").filter({ hasText: "Sign in once with your existing method" })).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login\?/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the way through a provider is the same", { tag: "@one-width" }, async ({ page }) => {
    await page.goto("/login");
    await page.getByRole("link", { name: "Continue with Demo Google" }).click();
    await chooseThere(page, "Demo Google", /Grace Google/);
    await expect(page).toHaveURL("/dashboard");
  });
});
