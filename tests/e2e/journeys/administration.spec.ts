import type { Browser, Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, newPerson, type Person, register, signIn, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

/** Somebody new in a browser of their own. */
async function newcomer(browser: Browser, baseURL: string): Promise<{ person: Person; tab: Page; close: () => Promise<void> }> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  return { person: await register(tab.request, baseURL, newPerson()), tab, close: () => context.close() };
}

const asAdministrator = (page: Page, baseURL: string | undefined) => signIn(page, baseURL ?? "", demoPerson("admin"));

async function find(page: Page, person: Person): Promise<void> {
  await page.goto("/admin/users");
  await page.getByLabel("Search").fill(person.email);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("link", { name: person.email }).click();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
}

test("the figures are those of the API", async ({ page, baseURL }) => {
  await asAdministrator(page, baseURL);
  const card = (label: string) => page.locator(".surface", { has: page.getByText(label, { exact: true }) }).locator("p").first();
  const figures = async () => {
    const answer = await page.request.get("/api/admin/stats");
    const stats = (await answer.json()) as { users: { total: number; banned: number; new_14_days: number } };
    return [stats.users.total, stats.users.new_14_days, stats.users.banned].map((figure) => figure.toLocaleString("en"));
  };
  // Other journeys sign up meanwhile.
  await expect(async () => {
    const before = await figures();
    await page.goto("/admin");
    const shown = await Promise.all(["People", "New people", "Banned"].map((label) => card(label).innerText()));
    expect(await figures()).toEqual(before);
    expect(shown).toEqual(before);
  }).toPass();
  await expect(page.getByRole("heading", { name: "Sign-ins by day" })).toBeVisible();
  await expectGoodPage(page);
});

test("people are searched, filtered and paged", async ({ page, baseURL, complaints }) => {
  complaints.allow(/422/);
  await asAdministrator(page, baseURL);
  await page.goto("/admin/users");
  await expectGoodPage(page);
  const rows = page.getByRole("table", { name: "Users" }).getByRole("link");
  await expect(rows).toHaveCount(20);
  const firstPage = await rows.allInnerTexts();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/page=2|cursor=/);
  await expect.poll(async () => (await rows.allInnerTexts()).filter((row) => firstPage.includes(row)).length).toBeLessThan(20);
  await page.getByRole("link", { name: "Previous" }).click();

  await page.getByLabel("Role", { exact: true }).selectOption("auditor");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/role=auditor/);
  await expect(page.getByRole("link", { name: "auditor@example.com" })).toBeVisible();
  await expect(page.getByRole("link", { name: "manager@example.com" })).toHaveCount(0);
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL("/admin/users");
  await page.getByLabel("Status").selectOption("banned");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/status=banned/);
  await expect(page.getByRole("table").getByText("Banned").first()).toBeVisible();
  await expect(page.getByRole("table").getByText("Active", { exact: true })).toHaveCount(0);
  await page.goto("/admin/users?search=nobody-is-called-this");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/admin/users?page=0");
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test("a ban ends what somebody has open, keeps them out, and is lifted again @one-width", async ({ page, browser, baseURL }) => {
  const { person, tab, close } = await newcomer(browser, baseURL ?? "");
  await tab.goto("/dashboard");
  await asAdministrator(page, baseURL);
  await find(page, person);
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Ban this person" }).click();
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/Say why/);
  await page.getByLabel("Reason").fill("Sold <script>alert(1)</script> tickets");
  await page.getByLabel("For how long").selectOption("24");
  await page.getByRole("button", { name: "Ban this person" }).click();
  await expect(page.getByText("Sold <script>alert(1)</script> tickets").first()).toBeVisible();
  await expect(page.getByText(/^Banned .*, ends /)).toBeVisible();
  await expectGoodPage(page);

  await tab.goto("/dashboard");
  await expect(tab).toHaveURL(/\/login/);
  await signInByForm(tab, person);
  await expect(tab.locator("[data-form-message]")).toContainText("suspended");
  await signInByForm(tab, { ...person, password: "Wrong-Lantern-42-Harbour" });
  await expect(tab.locator("[data-form-message]"), "a ban is told only to who knows the password").not.toContainText("suspended");

  await page.getByRole("button", { name: "Lift the ban" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Lift the ban" }).click();
  await expect(page.getByRole("button", { name: "Ban this person" })).toBeVisible();
  await signInByForm(tab, person);
  await tab.waitForURL("**/dashboard");
  await close();
});

test("an administrator ends all sessions of somebody", { tag: "@one-width" }, async ({ page, browser, baseURL }) => {
  const { person, tab, close } = await newcomer(browser, baseURL ?? "");
  await asAdministrator(page, baseURL);
  await find(page, person);
  await page.getByRole("button", { name: "End all sessions" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all sessions" }).click();
  await expect(page.getByText("0 are open.")).toBeVisible();
  await tab.goto("/dashboard");
  await expect(tab).toHaveURL(/\/login/);
  await signInByForm(tab, person);
  await tab.waitForURL("**/dashboard");
  await close();
});

test("the audit trail is filtered by action, actor, outcome and time, and opens in place", async ({ page, browser, baseURL, complaints }) => {
  complaints.allow(/422/);
  const { person, tab, close } = await newcomer(browser, baseURL ?? "");
  await tab.request.post("/api/auth/login", { data: { identifier: person.email, password: "wrong" }, headers: { origin: baseURL ?? "" } });
  await asAdministrator(page, baseURL);
  await page.goto("/admin/audit");
  await expectGoodPage(page);
  const events = page.getByRole("list", { name: "Audit events" });
  const apply = () => page.getByRole("button", { name: "Apply" }).click();

  await page.getByLabel("Actor").fill(person.email);
  await apply();
  await expect(page).toHaveURL(/actor=/);
  await expect(events.getByText("user.signup", { exact: true })).toBeVisible();
  await expect(events.locator("summary").filter({ hasNotText: person.email })).toHaveCount(0);

  await page.getByLabel("Outcome").selectOption("failure");
  await page.getByLabel("Actor").fill("");
  await page.getByLabel("Action").selectOption("user.login_failed");
  await apply();
  await expect(page).toHaveURL(/outcome=failure/);
  await expect(events.getByText("user.login_failed", { exact: true }).first()).toBeVisible();
  await expect(events.locator("summary").filter({ hasNotText: "user.login_failed" })).toHaveCount(0);

  const first = events.locator("details").first();
  await first.locator("summary").click();
  await expect(first.getByText("Request", { exact: true })).toBeVisible();
  await expectGoodPage(page);

  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL("/admin/audit");
  await page.getByLabel("To (UTC)").fill("2001-01-01T00:00");
  await apply();
  await expect(page.getByText("No event matches")).toBeVisible();
  await page.goto("/admin/audit?from=2999-01-01&to=2001-01-01");
  await expect(page.getByText("This lies before the beginning.")).toBeVisible();
  await page.goto("/admin/audit");
  await page.getByRole("link", { name: "Older" }).or(page.getByRole("link", { name: "Next" })).first().click();
  await expect(page).toHaveURL(/cursor=/);
  await close();
});
