/** The question who is there, answered in place by a code of an app, and by a mailed one where there is nothing else. */
import { appCode } from "../../tools/app-code";
import { mailTo } from "../../tools/mail-catcher";
import { register } from "../support/people";
import { setServerClock } from "../support/test-control";
import { expect, test } from "../support/test";

const MINUTE = 60_000;
const WAIT = 11 * MINUTE;

test.afterEach(({ request }) => setServerClock(request, 0));

test("by a code of the app, and what was being done goes on", async ({ page, request, baseURL: home = "", complaints }) => {
  complaints.allow(/403|422/);
  const headers = { origin: new URL(home).origin };
  const person = await register(page.request, home);
  const begun = (await (await page.request.post("/api/auth/mfa/enable", { data: {}, headers })).json()) as { secret: string };
  expect((await page.request.post("/api/auth/mfa/verify", { data: { code: appCode(begun.secret) }, headers })).status()).toBe(200);
  await page.goto("/account");
  await setServerClock(request, WAIT);

  await page.getByLabel(`Type ${person.username} to confirm`).fill(person.username);
  await page.getByRole("button", { name: "Delete my account" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it is you" });
  await question.getByRole("button", { name: "Use a code from your authenticator app" }).click();
  const code = question.getByLabel("Six-digit code");
  await code.fill(appCode(begun.secret, 0, Date.now() + WAIT - 1.5 * MINUTE));
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(code).toHaveAccessibleDescription(/clock of your device is slow/);
  await code.fill(appCode(begun.secret, 0, Date.now() + WAIT));
  await question.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(/\/login\?notice=leaving/);
});

test("by a mailed code, for whoever came by a provider and has no password", async ({ page, request, baseURL: home = "", complaints }) => {
  complaints.allow(/403|422/);
  await page.goto("/login");
  await page.getByRole("link", { name: /Continue with Demo Google/ }).click();
  await page.getByRole("button", { name: /Grace Google/ }).click();
  await page.waitForURL("**/dashboard");
  const user = (await (await page.request.get("/api/auth/me")).json()) as { email: string };
  const codes = async () => (await mailTo(home, user.email)).flatMap(({ subject, text }) => (/code/i.test(subject) ? (/\b\d{6}\b/.exec(text) ?? []) : []));
  const before = (await codes()).length;
  await page.goto("/account/security");
  await setServerClock(request, WAIT);
  await page.locator("#second-factor").getByRole("button", { name: "Set up: Authenticator app" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it is you" });
  await question.getByRole("button", { name: "Mail me a code" }).click();
  await expect.poll(async () => (await codes()).length).toBe(before + 1);
  await question.getByLabel("Six-digit code").fill((await codes())[0] ?? "");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(page.locator("#second-factor").getByRole("img", { name: /QR code/ })).toBeVisible();
});
