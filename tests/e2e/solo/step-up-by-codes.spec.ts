/** The question who is there, answered in place by a code of an app, and by a mailed one where there is nothing else. */
import type { Page } from "@playwright/test";
import { appCode } from "../../tools/app-code";
import { waitForMail } from "../../tools/mail-catcher";
import { withServer } from "../support/own-servers";
import { demoPerson, newPerson, signIn } from "../support/people";
import { turnOnApp } from "../support/second-factor";
import { setServerClock } from "../support/test-control";
import { expect, test } from "../support/test";

const MINUTE = 60_000;
const WAIT = 11 * MINUTE;

/** With a server whose limits do not count. The page is left before that ends. */
const onOwnServer = (page: Page, walk: (url: string, headers: Record<string, string>) => Promise<void>) =>
  withServer({}, async (url) => {
    await walk(url, { origin: new URL(url).origin });
    await page.goto("about:blank");
  });

const question = (page: Page) => page.getByRole("dialog", { name: "Confirm that it is you" });

test("by a code of the app, and what was being done goes on", ({ page, complaints }) =>
  onOwnServer(page, async (url, headers) => {
    complaints.allow(/403|422/);
    const person = newPerson();
    expect((await page.request.post(`${url}/api/auth/register`, { data: { ...person }, headers })).status()).toBe(201);
    const { secret } = await turnOnApp(page.request, url);
    await page.goto(`${url}/account`);
    await setServerClock(page.request, WAIT, url);

    await page.getByLabel(`Type ${person.username} to confirm`).fill(person.username);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await question(page).getByRole("button", { name: "Use a code from your authenticator app" }).click();
    const code = question(page).getByLabel("Six-digit code");
    await code.fill(appCode(secret, 0, Date.now() + WAIT - 1.5 * MINUTE));
    await question(page).getByRole("button", { name: "Confirm" }).click();
    await expect(code).toHaveAccessibleDescription(/clock of your device is slow/);
    await code.fill(appCode(secret, 0, Date.now() + WAIT));
    await question(page).getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/login\?notice=leaving/);
  }));

test("by a mailed code, for whoever has neither password nor app", ({ page, browser, complaints }) =>
  onOwnServer(page, async (url, headers) => {
    complaints.allow(/403|422/);
    const { email, username } = newPerson();
    const office = await browser.newContext({ baseURL: url });
    const admin = await office.newPage();
    await signIn(admin, url, demoPerson("admin"));
    expect((await admin.request.post("/api/admin/users", { data: { email, username }, headers })).status()).toBe(201);
    await office.close();
    const codeOf = async (subject: RegExp) => /\b\d{6}\b/.exec((await waitForMail(url, email, subject)).text)?.[0] ?? "";
    await page.request.post(`${url}/api/auth/magic-link`, { data: { email }, headers });
    const entered = await page.request.post(`${url}/api/auth/magic-link/verify`, { data: { email, code: await codeOf(/link to sign in/i) }, headers });
    expect(entered.status(), await entered.text()).toBe(200);

    await page.goto(`${url}/account/security`);
    await setServerClock(page.request, WAIT, url);
    const factor = page.locator("#second-factor");
    await factor.getByRole("button", { name: "Set up: Authenticator app" }).click();
    await question(page).getByRole("button", { name: "Mail me a code" }).click();
    await question(page).getByLabel("Six-digit code").fill(await codeOf(/code to confirm that it is you/));
    await question(page).getByRole("button", { name: "Confirm" }).click();
    await expect(factor.getByRole("img", { name: /QR code/ })).toBeVisible();
  }));
