/** MFA_REQUIRED: people are told until when they have time; after that a page leads to the setup, and the factor stays. */
import { appCode } from "../../tools/app-code";
import { expectGoodPage } from "../support/expect-accessible";
import { withServer } from "../support/own-servers";
import { newPerson } from "../support/people";
import { setServerClock } from "../support/test-control";
import { expect, test } from "../support/test";

const DAY = 24 * 60 * 60_000;
const GRACE_DAYS = 2;
const LATE = (GRACE_DAYS + 1) * DAY;

test("a newcomer is told until when, is led to the setup after that, and keeps what they set up", ({ page, request, complaints }) =>
  withServer({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: String(GRACE_DAYS) }, async (url) => {
    complaints.allow(/403/);
    const person = newPerson();
    await page.goto(`${url}/register`);
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Username").fill(person.username);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    const before = Date.now();
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL("**/dashboard");
    const banner = page.getByText(/^Your account has to have one by/);
    const due = Date.parse(/by (.+ UTC)\./.exec((await banner.textContent()) ?? "")?.[1] ?? "");
    // It is written to the minute.
    expect(due).toBeGreaterThan(before + GRACE_DAYS * DAY - 60_000);
    expect(due).toBeLessThanOrEqual(Date.now() + GRACE_DAYS * DAY);
    await page.goto(`${url}/account/sessions`);
    await expect(page, "there is time").toHaveURL(`${url}/account/sessions`);

    await setServerClock(request, LATE, url);
    for (const path of ["/dashboard", "/account/sessions"]) {
      await page.goto(url + path);
      await expect(page).toHaveURL(`${url}/account/security?due=second_factor`);
    }
    await expect(page.getByText("Set up a second factor to go on")).toBeVisible();
    await expectGoodPage(page);

    const panel = page.locator("#second-factor");
    await panel.getByRole("button", { name: "Set up: Authenticator app" }).click();
    const question = page.getByRole("dialog", { name: "Confirm that it is you" });
    await question.getByLabel("Your password").fill(person.password);
    await question.getByRole("button", { name: "Confirm" }).click();
    const secret = ((await panel.getByLabel("Setup key").textContent()) ?? "").replaceAll(" ", "");
    await panel.getByLabel("Six-digit code").fill(appCode(secret, 0, Date.now() + LATE));
    await panel.getByRole("button", { name: "Turn it on" }).click();
    await expect(panel).toContainText("10 recovery codes are left.");

    await expect(panel).toContainText("Your account has to have a second factor, so it cannot be turned off.");
    await expect(panel.getByText("Turn the second factor off")).toHaveCount(0);
    const [code = ""] = await panel.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
    const refused = await page.request.post(`${url}/api/auth/mfa/disable`, { data: { code }, headers: { origin: url } });
    expect(refused.status()).toBe(409);
    expect(await refused.text()).toContain("Your account has to have a second factor. You can set up another one");

    for (const path of ["/account/sessions", "/dashboard"]) {
      await page.goto(url + path);
      await expect(page).toHaveURL(url + path);
    }
    await expect(page.getByText("Set up a second factor")).toHaveCount(0);
    // Or what it fetches ahead would find nobody there.
    await page.goto("about:blank");
  }));
