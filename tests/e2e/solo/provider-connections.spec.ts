import { expectGoodPage } from "../support/expect-accessible";
import { register, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

test("a provider is connected in the settings, signs in from then on, and is disconnected", async ({ page, baseURL }) => {
  const person = await register(page.request, baseURL ?? "");
  await page.goto("/account/security");
  await page.getByRole("link", { name: "Connect Demo Microsoft" }).click();
  await page.getByRole("button", { name: /Otto Other/ }).click();
  await expect(page).toHaveURL(/\/account\/security\?notice=connected/);
  await expect(page.getByText("The provider is connected.")).toBeVisible();
  await expectGoodPage(page);

  await signOutByMenu(page);
  await page.getByRole("link", { name: "Continue with Demo Microsoft" }).click();
  await page.getByRole("button", { name: /Otto Other/ }).click();
  await expect(page).toHaveURL("/dashboard");
  await page.goto("/account");
  await expect(page.getByLabel("E-mail"), "the account that it was connected to").toHaveValue(person.email);

  await page.goto("/account/security");
  await page.getByRole("button", { name: "Disconnect Demo Microsoft" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("link", { name: "Connect Demo Microsoft" })).toBeVisible();
  await signOutByMenu(page);
  await page.getByRole("link", { name: "Continue with Demo Microsoft" }).click();
  await page.getByRole("button", { name: /Otto Other/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Sign in once with your existing method" })).toBeVisible();
  await signInByForm(page, person);
  await expect(page).toHaveURL("/dashboard");
});

test("whoever has nothing but the provider keeps it", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("link", { name: "Continue with Demo Google" }).click();
  await page.getByRole("button", { name: /Nina Unproved/ }).click();
  await expect(page).toHaveURL("/dashboard");
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Disconnect Demo Google" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("This is the last way into your account.")).toBeVisible();
  await expectGoodPage(page);
});
