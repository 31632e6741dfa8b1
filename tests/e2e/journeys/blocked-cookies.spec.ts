/** A browser that keeps no cookies of ours: it is told so, whichever way it signs in by, and nothing goes round in circles. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { browserArguments, findBrowser } from "../../tools/find-browser.mjs";
import { expectGoodPage } from "../support/expect-accessible";
import { newPerson, register, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

const BLOCK = 2;
const TOLD = "this browser has not kept the cookie of your session";

/** As its owner has set it: no site may keep cookies. */
async function withBlockedCookies(home: string, javaScriptEnabled: boolean, walk: (page: Page) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(path.join(tmpdir(), "gatehouse-no-cookies-"));
  mkdirSync(path.join(profile, "Default"));
  writeFileSync(path.join(profile, "Default", "Preferences"), JSON.stringify({ profile: { default_content_setting_values: { cookies: BLOCK } } }));
  const context = await chromium.launchPersistentContext(profile, { executablePath: findBrowser(), args: browserArguments(), baseURL: home, javaScriptEnabled });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await walk(page);
    expect(await context.cookies(), "the browser has blocked them all").toEqual([]);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

for (const javaScriptEnabled of [true, false]) {
  test(`signing in and up ${javaScriptEnabled ? "with" : "without"} JavaScript says that the browser keeps no cookies`, { tag: "@one-width" }, async ({ request, baseURL: home = "" }) => {
    const person = await register(request, home);
    await withBlockedCookies(home, javaScriptEnabled, async (page) => {
      await page.goto("/login?return_to=%2Faccount");
      await signInByForm(page, { ...person, password: "Wrong-Lantern-42-Harbour" });
      await expect(page.locator("[data-form-message]")).toBeVisible();
      await signInByForm(page, person);
      await expect(page.getByText(TOLD)).toBeVisible();
      await expect(page).toHaveURL(/\/login\?notice=cookies&return_to=%2Faccount/);
      if (javaScriptEnabled) await expectGoodPage(page);

      const newcomer = newPerson();
      await page.goto("/register");
      await page.getByLabel("E-mail").fill(newcomer.email);
      await page.getByLabel("Username").fill(newcomer.username);
      await page.getByLabel("Password", { exact: true }).fill(newcomer.password);
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByText(TOLD)).toBeVisible();

      await page.goto("/login");
      await page.getByRole("link", { name: "Continue with Demo Google" }).click();
      // The provider needs cookies of its own, so this ends where the way back would.
      await page.goto("/api/auth/callback/google?code=none&state=none");
      await expect(page.getByRole("alert").filter({ hasText: "this browser keeps no cookies" })).toBeVisible();
    });
  });
}
