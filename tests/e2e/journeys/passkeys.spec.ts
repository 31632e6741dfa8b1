import type { Page } from "@playwright/test";
import { waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { type Person, register, signIn, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";
import { addAuthenticator, withoutAutofill } from "../support/virtual-authenticator";

const passkeys = (page: Page) => page.locator("#passkeys");
const signInButton = (page: Page) => page.getByRole("button", { name: /^Sign in with a passkey/ });

/** A person whose account has one passkey, signed in on the security page. */
async function addPasskey(page: Page, baseURL: string, person: Person): Promise<void> {
  await signIn(page, baseURL, person);
  await page.goto("/account/security");
  await passkeys(page).getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys(page).getByRole("listitem")).toHaveCount(1);
}

test("added, named, signed in with by the button, and removed", async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await withoutAutofill(page);
  const authenticator = await addAuthenticator(page);
  await signIn(page, baseURL ?? "", person);
  await page.goto("/account/security");
  await expect(passkeys(page)).toContainText("No passkeys yet");
  await expectGoodPage(page);
  await passkeys(page).getByRole("button", { name: "Add a passkey" }).click();
  const item = passkeys(page).getByRole("listitem");
  await expect(item).toHaveCount(1);
  expect(await authenticator.count()).toBe(1);
  await waitForMail(baseURL ?? "", person.email, /passkey was added/i);

  await item.getByText("Rename").click();
  await item.getByRole("textbox", { name: "Name" }).fill("My telephone");
  await item.getByRole("button", { name: "Save name" }).click();
  await expect(item).toContainText("My telephone");
  await expect(item).toContainText("never used");
  await expectGoodPage(page);

  await signOutByMenu(page);
  await expectGoodPage(page);
  await signInButton(page).click();
  await page.waitForURL("**/dashboard");
  await signOutByMenu(page);
  await expect(signInButton(page)).toContainText("Last used");
  await page.goto("/login?return_to=%2Faccount%2Fsecurity");
  await signInButton(page).click();
  await page.waitForURL("**/account/security");
  await expect(item).toContainText("last used");

  await item.getByRole("button", { name: "Remove passkey My telephone" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove passkey" }).click();
  await expect(passkeys(page)).toContainText("No passkeys yet");
  await waitForMail(baseURL ?? "", person.email, /passkey was removed/i);

  await signOutByMenu(page);
  await signInButton(page).click();
  await expect(page.getByText("belongs to no account here any more")).toBeVisible();
  await expectGoodPage(page);
});

test("offered in the field for the name, by the browser's autofill", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  const authenticator = await addAuthenticator(page);
  await addPasskey(page, baseURL ?? "", person);
  await authenticator.touch(false);
  await signOutByMenu(page);
  await expect(page.getByLabel("E-mail or username")).toHaveAttribute("autocomplete", "username webauthn");
  await expect(signInButton(page)).toBeVisible();
  // The virtual authenticator chooses from the field by itself, once somebody touches it.
  await authenticator.touch(true);
  await page.goto("/login");
  await page.waitForURL("**/dashboard");
});

test("adding one twice on the same device is refused by the device, in words", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  const authenticator = await addAuthenticator(page);
  await addPasskey(page, baseURL ?? "", person);
  await passkeys(page).getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys(page).getByRole("alert")).toContainText("has a passkey there already");
  expect(await authenticator.count()).toBe(1);
});

test("a device that does not recognise its owner signs nobody in", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await withoutAutofill(page);
  const authenticator = await addAuthenticator(page);
  await addPasskey(page, baseURL ?? "", person);
  await signOutByMenu(page);
  await authenticator.recognise(false);
  await signInButton(page).click();
  await expect(page.getByText("No passkey was chosen")).toBeVisible();
  await authenticator.recognise(true);
  await signInButton(page).click();
  await page.waitForURL("**/dashboard");
});

test("a browser without passkeys, or without JavaScript, is offered none", { tag: "@one-width" }, async ({ page, browser, baseURL }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
  await page.goto("/login");
  await expect(page.getByRole("link", { name: /E-mail me a link/ })).toBeVisible();
  await expect(signInButton(page)).toHaveCount(0);

  const plain = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const unscripted = await plain.newPage();
  await unscripted.goto("/login");
  await expect(unscripted.getByRole("link", { name: /E-mail me a link/ })).toBeVisible();
  await expect(signInButton(unscripted)).toHaveCount(0);
  await plain.close();
});
