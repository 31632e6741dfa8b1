/** Passwords that somebody else began with: chosen by an administrator's client, or by the link of a mail that one had sent. */
import { expectGoodPage } from "../support/expect-accessible";
import { mailed } from "../support/mailed";
import { demoPerson, newPerson, signIn, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const OWN = "Another-Lantern-77-Pier";

test("a password that an administrator's client chose is changed at the first sign-in, before anything else opens", async ({ page, playwright, baseURL: home = "" }) => {
  const person = newPerson();
  const admin = await playwright.request.newContext({ baseURL: home, extraHTTPHeaders: { origin: new URL(home).origin } });
  const { email: identifier, password } = demoPerson("admin");
  expect((await admin.post("/api/auth/login", { data: { identifier, password } })).status()).toBe(200);
  expect((await admin.post("/api/admin/users", { data: person })).status()).toBe(201);
  await admin.dispose();

  await page.goto("/login");
  await signInByForm(page, person);
  await page.waitForURL("**/account/security?due=1");
  await expect(page.getByText("Choose a new password to go on")).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/dashboard");
  await expect(page, "nothing else opens").toHaveURL(/\/account\/security\?due=1/);
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password", { exact: true }).fill(OWN);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Choose a new password to go on")).toBeHidden();
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/dashboard$/);
  await signOutByMenu(page);
  await signInByForm(page, { ...person, password: OWN });
  await page.waitForURL("**/dashboard");
});

test("somebody whose account an administrator made without a password chooses it by the link of the mail, and is in", async ({ page, browser, baseURL: home = "" }) => {
  const person = newPerson();
  await signIn(page, home, demoPerson("admin"));
  const { email, username } = person;
  const made = await page.request.post("/api/admin/users", { data: { email, username }, headers: { origin: new URL(home).origin } });
  expect(made.status(), await made.text()).toBe(201);
  const { path } = await mailed(home, email, /choose your password/i);
  expect(path).toMatch(/^\/set-password\?token=/);

  const context = await browser.newContext({ baseURL: home });
  const theirs = await context.newPage();
  await theirs.goto(path);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Choose your password");
  await expectGoodPage(theirs);
  await theirs.getByLabel("New password", { exact: true }).fill(OWN);
  await theirs.getByRole("button", { name: "Change the password" }).click();
  await theirs.waitForURL("**/login?notice=reset");
  await signInByForm(theirs, { ...person, password: OWN });
  await theirs.waitForURL("**/dashboard");
  await signOutByMenu(theirs);
  await theirs.goto(path);
  await expect(theirs.getByText("This link has been used.")).toBeVisible();
  await context.close();
});
