import { expectGoodPage } from "../support/expect-accessible";
import { mailed } from "../support/mailed";
import { newPerson, register, signIn, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const verification = (baseURL: string, to: string) => mailed(baseURL, to, /Confirm your e-mail/);

test("the dashboard asks for the proof; a link that a scanner opened first still confirms, and once", async ({ page, request, baseURL: home = "", complaints }) => {
  const person = newPerson();
  await register(page.request, home, person);
  await page.goto("/dashboard");
  await expect(page.getByText("Confirm your address")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await expect(page.getByText("a mail with a new link is on its way")).toBeVisible();

  const { path } = await verification(home, person.email);
  for (let time = 0; time < 3; time += 1) await request.get(path);
  await page.goto(path);
  await expect(page.locator('meta[name="referrer"]')).toHaveAttribute("content", "same-origin");
  await expect(page.getByText(person.email)).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Open your dashboard" }).click();
  await page.waitForURL("**/dashboard");
  await expect(page.getByText("Confirm your address")).toHaveCount(0);

  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
  complaints.allow(/400/);
  await page.goto(path.slice(0, -3));
  await expect(page.getByText("This link is not whole.")).toBeVisible();
  await expectGoodPage(page);
});

test("by the code and the password in a browser that knows nothing: a wrong code is told, a right one signs in, and out again", async ({ page, request, baseURL: home = "" }) => {
  const person = await register(request, home);
  const { code } = await verification(home, person.email);
  await page.goto(`/verify-email?email=${encodeURIComponent(person.email)}`);
  await expectGoodPage(page);
  const form = page.getByRole("form", { name: "Confirm and sign in" });
  await expect(form.getByLabel("E-mail")).toHaveValue(person.email);
  await form.getByLabel("Six-digit code").fill(String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
  await form.getByLabel("Password", { exact: true }).fill(person.password);
  await form.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page.locator("[data-form-message]")).toContainText("do not go together");
  await form.getByLabel("Six-digit code").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await form.getByLabel("Password", { exact: true }).fill(person.password);
  await form.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL("**/dashboard");
  await signOutByMenu(page);
});

test("the owner of an address that a stranger signed up with begins anew, and the stranger is out @one-width", async ({ page, browser, baseURL: home = "" }) => {
  const stranger = await browser.newContext();
  const theirs = await stranger.newPage();
  const person = newPerson();
  await register(theirs.request, home, person);
  await theirs.goto("/dashboard");
  await expect(theirs).toHaveURL(/dashboard/);

  const { path } = await verification(home, person.email);
  await page.goto(path);
  await page.getByText("I do not know the password").click();
  await expectGoodPage(page);
  const form = page.getByRole("form", { name: "Confirm with a new password" });
  await form.getByLabel("New password").fill("Another-Lantern-77-Pier");
  await form.getByRole("button", { name: "Confirm with a new password" }).click();
  await page.waitForURL("**/dashboard");
  await theirs.goto("/account");
  await expect(theirs).toHaveURL(/\/login/);
  await signInByForm(theirs, person);
  await expect(theirs.locator("[data-form-message]")).toBeVisible();
  await stranger.close();
});

test("an address is changed by its new owner's code, and taken back from the old one", async ({ page, browser, baseURL: home = "" }) => {
  const person = newPerson();
  await register(page.request, home, person);
  await page.goto((await verification(home, person.email)).path);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");

  const moved = newPerson();
  await page.goto("/account");
  await page.getByRole("link", { name: "Change your address" }).click();
  await page.waitForURL("**/account/email");
  await expectGoodPage(page);
  await page.getByLabel("New address").fill(person.email);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByLabel("New address")).toHaveAccessibleDescription(/your address already/);
  await page.getByLabel("New address").fill(moved.email);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByText(`A mail is on its way to ${moved.email}`)).toBeVisible();
  await expectGoodPage(page);
  const { code, path } = await mailed(home, moved.email, /Confirm your new/);
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(path);
  await expect(stranger.getByText("Sign in to the account whose address changes")).toBeVisible();
  await stranger.context().close();
  await page.getByLabel("Six-digit code").fill(code);
  await page.getByRole("button", { name: "Confirm the new address" }).click();
  await expect(page.getByText("Your address was changed.")).toBeVisible();
  await expect(page.getByText(`You sign in with ${moved.email}.`)).toBeVisible();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto((await mailed(home, person.email, /was changed/)).path);
  await expectGoodPage(elsewhere);
  await elsewhere.getByRole("button", { name: "Take the account back" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1 })).toHaveText("Your account has its old address again");
  await expectGoodPage(elsewhere);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/login/);
  await elsewhere.goto((await mailed(home, person.email, /[Pp]assword/)).path);
  await elsewhere.getByLabel("New password").fill("Another-Lantern-77-Pier");
  await elsewhere.getByRole("button", { name: "Change the password" }).click();
  await elsewhere.waitForURL(/\/login/);
  await signIn(elsewhere, home, { ...person, password: "Another-Lantern-77-Pier" });
  await elsewhere.goto("/dashboard");
  await signOutByMenu(elsewhere);
  await elsewhere.context().close();
});
