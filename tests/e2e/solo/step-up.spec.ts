/** What matters asks again who is there once the sign-in is old: in place with JavaScript, on a page of its own without. */
import type { Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, newPerson, signIn } from "../support/people";
import { setServerClock } from "../support/test-control";
import { expect, test } from "../support/test";

const MINUTE = 60_000;

test.afterEach(({ request }) => setServerClock(request, 0));

/** Somebody new, as the administrator who is signed in makes them. @returns their page */
async function madePerson(page: Page, baseURL: string): Promise<string> {
  const { email, username } = newPerson();
  const answer = await page.request.post("/api/admin/users", { data: { email, username }, headers: { origin: baseURL } });
  expect(answer.status(), await answer.text()).toBe(201);
  const { user } = (await answer.json()) as { user: { id: string } };
  return `/admin/users/${user.id}`;
}

const giveAuditor = async (page: Page) => {
  const form = page.getByRole("form", { name: "Give a role" });
  await form.getByLabel("Role").selectOption({ label: "Auditor" });
  await form.getByLabel("Until").fill("2099-12-31");
  await form.getByRole("button", { name: "Give the role" }).click();
};

const confirmation = (page: Page) => page.getByRole("dialog", { name: "Confirm that it is you" });

test("a role is given once it is proven who is there, and nothing is typed twice", async ({ page, request, baseURL, complaints }) => {
  complaints.allow(/403|422/);
  await signIn(page, baseURL ?? "", demoPerson("admin"));
  const person = await madePerson(page, baseURL ?? "");
  await page.goto(person);
  await setServerClock(request, 11 * MINUTE);

  await giveAuditor(page);
  await expect(confirmation(page).getByLabel("Your password")).toBeFocused();
  await expectGoodPage(page);
  await confirmation(page).getByLabel("Your password").fill("not the one");
  await confirmation(page).getByRole("button", { name: "Confirm" }).click();
  await expect(confirmation(page).getByLabel("Your password")).toHaveAccessibleDescription(/This is not your password/);
  await confirmation(page).getByLabel("Your password").fill(demoPerson("admin").password);
  await confirmation(page).getByRole("button", { name: "Confirm" }).click();
  await expect(confirmation(page)).toBeHidden();
  await expect(page.getByText("The role was given.")).toBeVisible();
  const held = await page.request.get(`/api/rbac/users/${person.split("/").pop()}/roles`);
  expect(JSON.stringify(await held.json()), "what was typed before the question is what was sent").toContain("2099-12-31T23:59:59");

  // Proven a moment ago: it is not asked again.
  await page.getByRole("button", { name: "Delete the account" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "Deleted", exact: true })).toBeVisible();
  await expect(confirmation(page)).toBeHidden();
});

test("whoever closes the question has done nothing, and finds the way again", async ({ page, request, baseURL, complaints }) => {
  complaints.allow(/403/);
  await signIn(page, baseURL ?? "", demoPerson("admin"));
  const person = await madePerson(page, baseURL ?? "");
  await page.goto(person);
  await setServerClock(request, 11 * MINUTE);
  await giveAuditor(page);
  await expect(confirmation(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(confirmation(page)).toBeHidden();
  const refusal = page.locator("[data-form-message]");
  await expect(refusal).toContainText("Confirm that it is you before you go on.");
  await expect(refusal.getByRole("link", { name: "Confirm it" })).toHaveAttribute("href", `/reauthenticate?return_to=${encodeURIComponent(person)}`);
  await giveAuditor(page);
  await expect(confirmation(page)).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a page asks, and leads back", async ({ page, request, baseURL }) => {
    await signIn(page, baseURL ?? "", demoPerson("admin"));
    const person = await madePerson(page, baseURL ?? "");
    await page.goto(person);
    await setServerClock(request, 11 * MINUTE);
    await giveAuditor(page);
    await page.getByRole("link", { name: "Confirm it" }).click();
    await expect(page).toHaveTitle(/Confirm that it is you/);
    await page.getByLabel("Your password").fill("not the one");
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByText("This is not your password.")).toBeVisible();
    await page.getByLabel("Your password").fill(demoPerson("admin").password);
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page).toHaveURL(`${person}?confirmed=1`);
    await expect(page.getByText("What you had sent before that was not done")).toBeVisible();
    await expect(page.getByRole("form", { name: "Give a role" }).getByLabel("Role"), "nothing is chosen for anybody").toHaveValue("");
    await giveAuditor(page);
    await expect(page.getByText("Auditor", { exact: true }).first()).toBeVisible();
    await page.goto(`/reauthenticate?return_to=${encodeURIComponent(person)}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Identity confirmed");
    await page.getByRole("link", { name: "Continue" }).click();
    await expect(page).toHaveURL(person);
  });
});
