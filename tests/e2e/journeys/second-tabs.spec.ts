/** Two tabs with one link of a mail: the one that is slower is told so, and has a way forward. */
import { mailed } from "../support/mailed";
import { demoPerson, newPerson, register, signIn } from "../support/people";
import { expect, test } from "../support/test";

const pathOf = async (baseURL: string, to: string, subject: RegExp): Promise<string> => (await mailed(baseURL, to, subject)).path;

test("a sign-in that is reported twice", { tag: "@one-width" }, async ({ page, context, browser, baseURL: home = "" }) => {
  const person = newPerson();
  await register(page.request, home, person);
  const elsewhere = await browser.newContext({ baseURL: home });
  await signIn(await elsewhere.newPage(), home, person);
  await elsewhere.close();
  const path = await pathOf(home, person.email, /new sign-in/i);
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(path);
  await page.getByRole("button", { name: /^It was not me/ }).click();
  await page.waitForURL("**/not-me?done=1");
  await other.getByRole("button", { name: /^It was not me/ }).click();
  await expect(other.locator("[data-form-message]")).toContainText("has been used");
  await expect(other.getByRole("button", { name: /^It was not me/ })).toBeHidden();
  await expect(other.getByRole("link", { name: "See where you are signed in" })).toBeVisible();
});

test("an address that is confirmed twice", { tag: "@one-width" }, async ({ page, context, baseURL: home = "" }) => {
  const person = newPerson();
  await register(page.request, home, person);
  const path = await pathOf(home, person.email, /Confirm your e-mail/);
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(path);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
  await other.getByRole("button", { name: "Confirm this address" }).click();
  await expect(other.locator("[data-form-message]")).toContainText("has been used");
  await other.getByRole("link", { name: "Type the code of the mail, or have another one sent" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
});

test("an invitation that is sent again, and accepted twice", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
  await signIn(page, home, demoPerson("admin"));
  const person = newPerson();
  const made = await page.request.post("/api/organizations", { data: { name: `Tabs ${person.username.slice(-10)}`, activate: true }, headers: { origin: new URL(home).origin } });
  const { organization } = (await made.json()) as { organization: { id: string } };
  await page.goto(`/organizations/${organization.id}`);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const former = await pathOf(home, person.email, /invited/i);
  await page.getByRole("button", { name: `Send again to ${person.email}` }).click();
  await expect.poll(() => pathOf(home, person.email, /invited/i)).not.toBe(former);
  const path = await pathOf(home, person.email, /invited/i);

  const guest = await browser.newContext({ baseURL: home });
  const [one, other] = [await guest.newPage(), await guest.newPage()];
  await one.goto(former);
  await expect(one.getByRole("heading", { level: 1 }), "the former mail's link").toHaveText("This link does not work");
  for (const tab of [one, other]) {
    await tab.goto(path);
    await tab.getByLabel("Password", { exact: true }).fill(person.password);
  }
  await one.getByRole("button", { name: "Create account and join" }).click();
  await one.waitForURL(`**/organizations/${organization.id}`);
  await other.getByRole("button", { name: "Create account and join" }).click();
  await expect(other.locator("[data-form-message]")).toContainText("has been used");
  await other.getByRole("link", { name: "Open the invitation again" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("This invitation has been used");
  await other.getByRole("link", { name: "Go to your dashboard" }).click();
  await other.waitForURL("**/dashboard");
  await guest.close();
});
