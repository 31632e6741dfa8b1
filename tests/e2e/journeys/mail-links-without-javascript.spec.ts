/** What links of mails open, and the end of an account, by forms alone. */
import { mailed } from "../support/mailed";
import { newPerson, register, signIn, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

test.use({ javaScriptEnabled: false });

const pathOf = async (baseURL: string, to: string, subject: RegExp): Promise<string> => (await mailed(baseURL, to, subject)).path;

test("an address is confirmed, changed and taken back", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
  const [person, moved] = [newPerson(), newPerson()];
  await register(page.request, home, person);
  await page.goto(await pathOf(home, person.email, /Confirm your e-mail/));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");

  await page.goto("/account/email");
  await page.getByLabel("New address").fill(moved.email);
  await page.getByRole("button", { name: "Change address" }).click();
  const path = await pathOf(home, moved.email, /Confirm your new/);
  await page.goto(path);
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page).toHaveURL(/\/account\/email\?changed=1/);

  const context = await browser.newContext({ baseURL: home, javaScriptEnabled: false });
  const elsewhere = await context.newPage();
  await elsewhere.goto(await pathOf(home, person.email, /was changed/));
  await elsewhere.getByRole("button", { name: "Take the account back" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1 })).toHaveText("Your account has its old address again");
  await context.close();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/login/);
});

test("a sign-in is reported", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
  const person = newPerson();
  await register(page.request, home, person);
  const context = await browser.newContext({ baseURL: home });
  await signIn(await context.newPage(), home, person);
  await context.close();
  const path = await pathOf(home, person.email, /new sign-in/i);
  await page.goto(path);
  await page.getByRole("button", { name: /^It was not me/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("That session is ended");
  await page.goto(path);
  await expect(page.getByText("This link has been used.")).toBeVisible();
  await expect(page.getByRole("link", { name: "See where you are signed in" })).toBeVisible();
});

test("an account is deleted, and kept after all", { tag: "@one-width" }, async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  await page.goto("/account");
  await page.getByLabel(`Type ${person.username} to confirm`).fill(person.username);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByText("Your account will be deleted, and you are signed out.")).toBeVisible();
  await signInByForm(page, person);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account will be deleted");
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page).toHaveURL(/\/account\?kept=1/);
});
