/** Whatever door somebody comes by, the second factor is asked behind it; a passkey that knows its owner is both factors. */
import type { Page } from "@playwright/test";
import { appCode } from "../../tools/app-code";
import { mailed } from "../support/mailed";
import { register, signOutByMenu } from "../support/people";
import { turnOnApp } from "../support/second-factor";
import { expect, test } from "../support/test";
import { addAuthenticator, withoutAutofill } from "../support/virtual-authenticator";

/** At Demo Google, as the one of its people whom no other journey here is. */
const chooseNina = (page: Page) => page.getByRole("button", { name: /Nina Unproved/ }).click();

/** Answers the second step, where it has to be asked, goes in and out again. */
async function passSecondStep(page: Page, label: string, code: string): Promise<void> {
  await page.waitForURL(/\/mfa/);
  if (label === "Recovery code") await page.getByRole("link", { name: "Use a recovery code" }).click();
  await page.getByLabel(label).fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
  await signOutByMenu(page);
}

test("a mailed link and a provider lead to the second step, a passkey straight in", { tag: "@one-width" }, async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  // What stands in an account before its address is proved is withdrawn by the first link that proves it.
  await page.goto((await mailed(home, person.email, /Confirm your e-mail/)).path);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
  await withoutAutofill(page);
  await addAuthenticator(page);
  const { secret, recoveryCodes } = await turnOnApp(page.request, home);
  await page.goto("/account/security");
  await page.locator("#passkeys").getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.locator("#passkeys").getByRole("listitem")).toHaveCount(1);
  await page.getByRole("link", { name: "Connect Demo Google" }).click();
  await chooseNina(page);
  await expect(page.getByText("The provider is connected.")).toBeVisible();
  await signOutByMenu(page);

  await page.getByRole("link", { name: /E-mail me a link/ }).click();
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send sign-in link" }).click();
  await page.goto((await mailed(home, person.email, /link to sign in/i)).path);
  await page.getByRole("button", { name: "Sign in" }).click();
  // The code of the next step, because the one before is used.
  await passSecondStep(page, "Six-digit code", appCode(secret, 1));

  await page.getByRole("link", { name: /Continue with Demo Google/ }).click();
  await chooseNina(page);
  await passSecondStep(page, "Recovery code", recoveryCodes[0] ?? "");

  const seen: string[] = [];
  page.on("framenavigated", (frame) => seen.push(new URL(frame.url()).pathname));
  await page.getByRole("button", { name: /^Sign in with a passkey/ }).click();
  await page.waitForURL("**/dashboard");
  expect(seen).toContain("/dashboard");
  expect(seen, "there is no second step").not.toContain("/mfa");
  await signOutByMenu(page);
});
