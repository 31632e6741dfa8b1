import type { BrowserContext, Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, type Person } from "../support/people";
import { expect, test } from "../support/test";
import { setServerClock } from "../support/test-control";
import { type ExampleSite, exampleSite, SITE_PATIENCE_MS } from "./example-site";

const EXAMPLES = [
  { name: "vite-react", host: "localhost", delivery: "cookies_only" },
  { name: "vue-pinia", host: "127.0.0.1", delivery: "dual" },
] as const;

const MINUTE = 60_000;
const admin = demoPerson("admin");

async function signIn(page: Page, { origin }: ExampleSite, { email, password }: Person): Promise<void> {
  await page.goto(origin);
  await page.getByLabel("E-mail or username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const nameOf = (page: Page) => page.getByRole("heading", { level: 1 });
const people = (page: Page) => page.getByRole("heading", { name: "People" });
const listed = (page: Page) => page.getByText(/^[1-9]\d* in all$/);
const form = (page: Page) => page.getByRole("heading", { name: "Sign in" });

/** Of all pages, from now on: `POST /api/auth/token/refresh 200`. */
function answersOf(context: BrowserContext, { api }: ExampleSite): string[] {
  const seen: string[] = [];
  context.on("response", (response) => {
    if (response.url().startsWith(api.url)) seen.push(`${response.request().method()} ${new URL(response.url()).pathname} ${response.status()}`);
  });
  return seen;
}

/** What scripts of the page could read. */
const readable = (page: Page) => page.evaluate(() => JSON.stringify({ cookie: document.cookie, storage: { ...localStorage } }));

for (const example of EXAMPLES) {
  test.describe(`${example.name}, ${example.delivery}`, () => {
    let site: ExampleSite;

    test.beforeAll(async () => {
      test.setTimeout(SITE_PATIENCE_MS);
      site = await exampleSite(example);
    });
    test.afterAll(() => site?.end());
    test.afterEach(({ request }) => setServerClock(request, 0, site.api.url));
    test.beforeEach(({ complaints }) => complaints.allow(/status of 401/));

    test("somebody signs in, reloads, and signs out", async ({ page, context }) => {
      await page.goto(site.origin);
      await expect(form(page)).toBeVisible();
      await expectGoodPage(page);
      await signIn(page, site, { ...admin, password: "not this one" });
      await expect(page.getByRole("alert")).toContainText(/password/i);
      await signIn(page, site, admin);
      await expect(nameOf(page)).toHaveText("Ada Admin");
      await expect(people(page)).toBeVisible();
      await expect(listed(page)).toBeVisible();
      await expectGoodPage(page);

      const seen = answersOf(context, site);
      await page.reload();
      await expect(nameOf(page)).toHaveText("Ada Admin");
      expect(seen.filter((line) => line.includes("/token/refresh"))).toEqual([]);

      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(form(page)).toBeVisible();
      await page.reload();
      await expect(form(page)).toBeVisible();
    });

    test("its session is where the delivery mode puts it, and nowhere else", async ({ page, context }) => {
      const answered = page.waitForResponse((response) => response.url() === `${site.api.url}/api/auth/login` && response.request().method() === "POST");
      await signIn(page, site, admin);
      const body = (await (await answered).json()) as { access_token?: string; refresh_token?: string };
      await expect(nameOf(page)).toHaveText("Ada Admin");
      const cookies = (await context.cookies(site.api.url)).map(({ name, httpOnly }) => ({ name, httpOnly }));
      const held = await readable(page);
      if (example.delivery === "cookies_only") {
        expect(body).not.toHaveProperty("access_token");
        expect(body).not.toHaveProperty("refresh_token");
        expect(cookies).toEqual(expect.arrayContaining([{ name: "access_token", httpOnly: true }, { name: "refresh_token", httpOnly: true }]));
        expect(held).not.toMatch(/token/);
      } else {
        expect(held).toContain(body.access_token);
        expect(held).toContain(body.refresh_token);
        expect(cookies).toEqual([]);
      }
    });

    test("what only some may see is neither drawn nor asked for", async ({ page, context }) => {
      const seen = answersOf(context, site);
      await signIn(page, site, demoPerson("user"));
      await expect(nameOf(page)).toHaveText("Una User");
      await expect(page.getByText("Your account may not list people.")).toBeVisible();
      await expect(people(page)).toBeHidden();
      expect(seen.filter((line) => line.includes("/api/admin"))).toEqual([]);
    });

    test("an expired token is renewed once for all calls of a tab, and two tabs do not get in each other's way", async ({ page, context, request }) => {
      await signIn(page, site, admin);
      await expect(listed(page)).toBeVisible();
      const second = await context.newPage();
      await second.goto(site.origin);
      // What is still being read when the clock moves would renew the session before anybody presses anything.
      for (const tab of [page, second]) await tab.waitForLoadState("networkidle");
      await expect(listed(second)).toBeVisible();
      const before = await readable(page);
      const seen = answersOf(context, site);

      await setServerClock(request, 16 * MINUTE, site.api.url);
      const answers = [page, second].map((tab) => tab.waitForResponse((response) => response.url().includes("/api/admin/users") && response.ok()));
      await Promise.all([page, second].map((tab) => tab.getByRole("button", { name: "Refresh" }).click()));
      await Promise.all(answers);
      await expect(listed(page)).toBeVisible();
      expect(seen).toContain("GET /api/admin/users 401");
      // One, or one for each tab: a browser may show a tab what another one has stored a moment too late. Both then get the same successor.
      const renewals = seen.filter((line) => line.startsWith("POST /api/auth/token/refresh"));
      expect([1, 2]).toContain(renewals.length);
      expect(new Set(renewals)).toEqual(new Set(["POST /api/auth/token/refresh 200"]));
      expect(await readable(page)).not.toBe(before);

      // The successor is kept: it is renewed again.
      await setServerClock(request, 32 * MINUTE, site.api.url);
      for (const tab of [page, second]) {
        await tab.reload();
        await expect(nameOf(tab)).toHaveText("Ada Admin");
      }
    });

    test("whoever signs out in one tab is signed out in the other", async ({ page, context }) => {
      await signIn(page, site, admin);
      await expect(nameOf(page)).toHaveText("Ada Admin");
      const second = await context.newPage();
      await second.goto(site.origin);
      await expect(nameOf(second)).toHaveText("Ada Admin");
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(form(second)).toBeVisible();
      await expect(form(page)).toBeVisible();
    });
  });
}
