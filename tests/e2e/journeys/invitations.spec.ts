import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { mailed } from "../support/mailed";
import { demoPerson, newPerson, type Person, register, signIn, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

/** An organization of the journey's own, active in the page's session. */
async function ownOrganization(page: Page, baseURL: string): Promise<{ id: string; name: string }> {
  await signIn(page, baseURL, demoPerson("admin"));
  const name = `Engines ${newPerson().username.slice(-10)}`;
  const answer = await page.request.post("/api/organizations", { data: { name, activate: true }, headers: { origin: new URL(baseURL).origin } });
  expect(answer.status(), await answer.text()).toBe(201);
  const { organization } = (await answer.json()) as { organization: { id: string } };
  return { id: organization.id, name };
}

async function inviteByForm(page: Page, organizationId: string, email: string): Promise<void> {
  await page.goto(`/organizations/${organizationId}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("table", { name: "Invitations" })).toContainText(email);
}

const linkTo = async (baseURL: string, email: string): Promise<string> => (await mailed(baseURL, email, /invited/i)).path;

async function elsewhere(browser: Browser, baseURL: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL });
  return { context, page: await context.newPage() };
}

test("somebody without an account is invited, makes one by the link, and is in", async ({ page, browser, baseURL: home = "" }) => {
  const { id, name } = await ownOrganization(page, home);
  const person = newPerson();
  await page.goto(`/organizations/${id}`);
  await expectGoodPage(page);
  await page.getByLabel("E-mail").fill("nobody@");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Manager").check();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("table", { name: "Invitations" })).toContainText(person.email);
  await expectGoodPage(page);

  const path = await linkTo(home, person.email);
  const guest = await elsewhere(browser, home);
  // A mail scanner opens it first.
  await guest.page.request.get(path);
  await guest.page.goto(path);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText(`Join ${name}`);
  await expect(guest.page.getByText(person.email)).toBeVisible();
  await expectGoodPage(guest.page);
  await guest.page.getByLabel("Password", { exact: true }).fill("short");
  await guest.page.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await guest.page.getByLabel("First name").fill("Katherine");
  await guest.page.getByLabel("Password", { exact: true }).fill(person.password);
  await guest.page.getByRole("button", { name: "Create account and join" }).click();
  await guest.page.waitForURL(`**/organizations/${id}`);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText(name);
  await signOutByMenu(guest.page);

  await guest.page.goto(path);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText("This invitation has been used");
  await guest.page.getByRole("link", { name: "Sign in" }).click();
  await signInByForm(guest.page, person);
  await guest.page.waitForURL("**/dashboard");
  await guest.context.close();

  await page.reload();
  await expect(page.getByRole("table", { name: "Members" })).toContainText("Katherine");
  await expect(page.getByText("Nobody is invited")).toBeVisible();
});

test("somebody with an account signs in by the way, and joins", async ({ page, browser, baseURL: home = "" }) => {
  const { id, name } = await ownOrganization(page, home);
  const guest = await elsewhere(browser, home);
  const person: Person = await register(guest.page.request, home);
  await guest.context.clearCookies();
  await inviteByForm(page, id, person.email);
  await guest.page.goto(await linkTo(home, person.email));
  await expectGoodPage(guest.page);
  await guest.page.getByRole("link", { name: "Sign in to accept" }).click();
  await guest.page.waitForURL(/\/login\?return_to=/);
  await signInByForm(guest.page, person);
  await guest.page.waitForURL("**/invitation?token=*");
  await guest.page.getByRole("button", { name: `Join ${name}` }).click();
  await guest.page.waitForURL(`**/organizations/${id}`);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText(name);
  await guest.context.close();
});

test("somebody else's session steps aside; a cancelled link says so, and a new one works @one-width", async ({ page, browser, baseURL: home = "" }) => {
  const { id, name } = await ownOrganization(page, home);
  const person = newPerson();
  await inviteByForm(page, id, person.email);
  const path = await linkTo(home, person.email);
  const guest = await elsewhere(browser, home);
  await register(guest.page.request, home);
  await guest.page.goto(path);
  await expect(guest.page.getByText("is for another address")).toBeVisible();
  await expectGoodPage(guest.page);
  await guest.page.getByRole("button", { name: "Sign out and continue" }).click();
  await expect(guest.page.getByRole("button", { name: "Create account and join" })).toBeVisible();

  await page.getByRole("button", { name: `Cancel the invitation of ${person.email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel invitation" }).click();
  await expect(page.getByText("Nobody is invited")).toBeVisible();
  await guest.page.getByLabel("Password", { exact: true }).fill(person.password);
  await guest.page.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.page.locator("[data-form-message]")).toContainText("withdrawn");
  await guest.page.goto(path);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText("This invitation was withdrawn");
  await expectGoodPage(guest.page);
  await guest.page.goto("/invitation?token=nosuch");
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText("This link is not whole");

  await inviteByForm(page, id, person.email);
  await guest.page.goto(await linkTo(home, person.email));
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText(`Join ${name}`);
  await guest.context.close();
});

test("an account is made by the link without JavaScript", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
  const { id, name } = await ownOrganization(page, home);
  const person = newPerson();
  await inviteByForm(page, id, person.email);
  const context = await browser.newContext({ baseURL: home, javaScriptEnabled: false });
  const guest = await context.newPage();
  await guest.goto(await linkTo(home, person.email));
  await guest.locator('input[name="password"]').fill(person.password);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await guest.waitForURL(`**/organizations/${id}`);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(name);
  await context.close();
});
