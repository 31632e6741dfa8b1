import { readFile } from "node:fs/promises";
import { waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { register, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

test("an account is deleted, taken back within the grace, and works as before", async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  await page.goto("/account");
  await expectGoodPage(page);
  const confirm = page.getByLabel(`Type ${person.username} to confirm`);
  await confirm.fill("yes");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(confirm).toHaveAttribute("aria-invalid", "true");
  await confirm.fill(person.username);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.waitForURL(/\/login\?notice=leaving/);
  await expect(page.getByText("Your account will be deleted, and you are signed out.")).toBeVisible();
  await waitForMail(home, person.email, /will be deleted/);

  await signInByForm(page, person);
  await page.waitForURL("**/restore");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account will be deleted");
  await expectGoodPage(page);
  await page.goto("/organizations");
  await page.waitForURL("**/restore");
  await page.getByRole("button", { name: "Let it go, and sign out" }).click();
  await page.waitForURL(/\/login\?notice=leaving/);

  await page.goto("/restore");
  await page.waitForURL(/\/login\?return_to=/);
  await signInByForm(page, person);
  await page.waitForURL("**/restore");
  await page.getByRole("button", { name: "Keep my account" }).click();
  await page.waitForURL("**/account?kept=1");
  await expect(page.getByText("Your account is kept, as it was.")).toBeVisible();
  await waitForMail(home, person.email, /is kept/);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/dashboard$/);
});

test("one's own data comes as a file", { tag: "@one-width" }, async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  await page.goto("/account");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download my data" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^account-\d{4}-\d\d-\d\d\.json$/);
  const archive = JSON.parse(await readFile(await download.path(), "utf8")) as { profile: { email: string }; sessions: unknown[]; events: { action: string }[] };
  expect(archive.profile.email).toBe(person.email);
  expect(archive.sessions).toHaveLength(1);
  expect(archive.events.map(({ action }) => action)).toContain("user.data_exported");
});

test("the last owner of an organization is told to hand it over first", { tag: "@one-width" }, async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  const name = `Engines of ${person.username}`;
  const made = await page.request.post("/api/organizations", { data: { name }, headers: { origin: new URL(home).origin } });
  expect(made.status()).toBe(201);
  await page.goto("/account");
  await page.getByLabel(`Type ${person.username} to confirm`).fill(person.username);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.locator("[data-form-message]")).toContainText(`${name} needs you`);
  await expect(page).toHaveURL(/\/account$/);
});
