import type { Page } from "@playwright/test";
import { newPerson, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

test.use({ javaScriptEnabled: false });

/** What a password manager files a field under. */
const autocompleteOf = (page: Page, name: string) => page.locator(`input[name="${name}"]`).getAttribute("autocomplete");

test("the whole way of an account works without JavaScript", { tag: "@one-width" }, async ({ page }) => {
  const person = newPerson();
  await page.goto("/register");
  expect(await autocompleteOf(page, "email")).toBe("email");
  expect(await autocompleteOf(page, "username")).toBe("username");
  expect(await autocompleteOf(page, "password")).toBe("new-password");

  await page.getByLabel("E-mail").fill("nobody@");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not an e-mail address/);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/dashboard");

  await signOutByMenu(page);
  await expect(page.getByText("You are signed out.")).toBeVisible();
  expect(await autocompleteOf(page, "identifier")).toBe("username webauthn");
  expect(await autocompleteOf(page, "password")).toBe("current-password");
  await signInByForm(page, { ...person, password: "Wrong-Lantern-42-Harbour" });
  await expect(page.locator("[data-form-message]")).toBeVisible();
  await signInByForm(page, person, person.username);
  await expect(page).toHaveURL("/dashboard");

  await page.goto("/account");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("City").fill("Zürich");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByLabel("City")).toHaveValue("Zürich");
  await page.reload();
  await expect(page.getByLabel("First name")).toHaveValue("Nora");

  const next = "Another-Lantern-77-Pier";
  await page.goto("/account/security");
  expect(await autocompleteOf(page, "current_password")).toBe("current-password");
  expect(await autocompleteOf(page, "new_password")).toBe("new-password");
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/password was changed|password has been changed/i)).toBeVisible();
  await signOutByMenu(page);
  await signInByForm(page, person);
  await expect(page.locator("[data-form-message]")).toBeVisible();
  await signInByForm(page, { ...person, password: next });
  await expect(page).toHaveURL("/dashboard");
});
