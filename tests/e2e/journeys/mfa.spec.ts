import type { Page } from "@playwright/test";
import { appCode } from "../../tools/app-code";
import { mailTo, waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, type Person, register, signIn, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const panel = (page: Page) => page.locator("#second-factor");
const codeField = (page: Page) => page.getByLabel("Six-digit code");

interface Factors {
  secret: string;
  recoveryCodes: string[];
}

/** Somebody signed in turns on an authenticator app, on the page. */
async function setUpApp(page: Page): Promise<Factors> {
  await page.goto("/account/security");
  await panel(page).getByRole("button", { name: "Set up: Authenticator app" }).click();
  await expect(panel(page).getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = ((await panel(page).getByLabel("Setup key").textContent()) ?? "").replaceAll(" ", "");
  const recoveryCodes = await panel(page).getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
  return { secret, recoveryCodes };
}

/** The code of the next step, because the one before may be used. */
const nextCode = (secret: string) => appCode(secret, 1);

async function personWithApp(page: Page, baseURL: string): Promise<Person & Factors> {
  const person = await register(page.request, baseURL);
  const factors = await setUpApp(page);
  await codeField(page).fill(appCode(factors.secret));
  await panel(page).getByRole("button", { name: "Turn it on" }).click();
  await expect(panel(page)).toContainText("10 recovery codes are left.");
  return { ...person, ...factors };
}

test("an app is set up, asked for, trusted on a device, and turned off", async ({ page, baseURL: home = "", browser }) => {
  const person = await register(page.request, home);
  const { secret, recoveryCodes } = await setUpApp(page);
  expect(recoveryCodes).toHaveLength(10);
  await expectGoodPage(page);
  await codeField(page).fill("000000");
  await panel(page).getByRole("button", { name: "Turn it on" }).click();
  await expect(codeField(page)).toHaveAccessibleDescription(/not right/);
  await codeField(page).fill(appCode(secret));
  await panel(page).getByRole("button", { name: "Turn it on" }).click();
  await expect(panel(page)).toContainText("10 recovery codes are left.");
  await expect(panel(page).getByRole("list", { name: "Recovery codes" }), "they stay to be kept").toBeVisible();
  await waitForMail(home, person.email, /authenticator app was set up/);
  await signOutByMenu(page);

  await page.goto("/login?return_to=%2Faccount%2Fsecurity");
  await signInByForm(page, person);
  await page.waitForURL(/\/mfa/);
  await expectGoodPage(page);
  await expect(codeField(page)).toHaveAttribute("autocomplete", "one-time-code");
  await codeField(page).fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(codeField(page)).toHaveAccessibleDescription(/not right/);
  await codeField(page).fill(nextCode(secret));
  await page.getByLabel(/Do not ask on this device/).check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/account/security");
  await expect(page.locator("#trusted-devices")).toContainText("This device");
  await expectGoodPage(page);

  await signOutByMenu(page);
  await signInByForm(page, person);
  await page.waitForURL("**/dashboard");
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`${home}/login`);
  await signInByForm(elsewhere, person);
  await elsewhere.waitForURL(/\/mfa/);
  await elsewhere.context().close();

  await page.goto("/account/security");
  await page.locator("#trusted-devices").getByRole("button", { name: /Ask for the second factor on/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Ask again" }).click();
  await expect(page.locator("#trusted-devices")).toHaveCount(0);
  await panel(page).getByText("Turn the second factor off").click();
  await panel(page).getByLabel("Code", { exact: true }).fill(recoveryCodes[0] ?? "");
  await panel(page).getByRole("button", { name: "Turn it off" }).click();
  await expect(panel(page).getByText("Off", { exact: true })).toBeVisible();
  await waitForMail(home, person.email, /second factor was turned off/);
  await signOutByMenu(page);
  await signInByForm(page, person);
  await page.waitForURL("**/dashboard");
});

test("a recovery code opens once, and new ones can be made @one-width", async ({ page, baseURL: home = "" }) => {
  const person = await personWithApp(page, home);
  const [code = ""] = person.recoveryCodes;
  await signOutByMenu(page);
  await signInByForm(page, person);
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await expect(page.getByLabel("Recovery code")).toBeVisible();
  await expectGoodPage(page);
  await page.getByLabel("Recovery code").fill(code.toUpperCase());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
  await waitForMail(home, person.email, /recovery code of yours was used/);
  await page.goto("/account/security");
  await expect(panel(page)).toContainText("9 recovery codes are left.");
  await panel(page).getByRole("button", { name: "New recovery codes" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make new codes" }).click();
  await expect(panel(page).getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await expect(panel(page)).toContainText("10 recovery codes are left.");
});

test("a sign-in asks for its second step although somebody else has signed in meanwhile, and takes their place @one-width", async ({ page, baseURL: home = "" }) => {
  const person = await personWithApp(page, home);
  await signOutByMenu(page);
  const somebody = await register(page.request, home);
  await signInByForm(page, person);
  await page.waitForURL(/\/mfa/);
  await expect(page.getByText(`You are signed in as ${somebody.username}`)).toBeVisible();
  await expectGoodPage(page);
  await codeField(page).fill(nextCode(person.secret));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
  await page.goto("/account/email");
  await expect(page.getByRole("main")).toContainText(person.email);
});

test("five wrong codes, or none in time, lead back to the sign-in page with a sentence", async ({ page, baseURL: home = "" }) => {
  const person = await personWithApp(page, home);
  await signOutByMenu(page);
  await signInByForm(page, person);
  for (let tries = 0; tries < 5; tries += 1) {
    await codeField(page).fill("000000");
    // The sentence of the try before is still there while this one is judged.
    const judged = page.waitForResponse((answer) => answer.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in" }).click();
    await judged;
    if (tries < 4) await expect(codeField(page)).toHaveValue("");
    if (tries < 4) await expect(codeField(page)).toHaveAccessibleDescription(/not right/);
  }
  await expect(page.getByRole("alert").filter({ hasText: "Too many wrong codes" })).toBeVisible();
  await page.getByRole("link", { name: "Back to the sign-in page" }).click();
  await page.waitForURL(/\/login/);
  await page.goto("/mfa");
  await expect(page).toHaveURL(/\/login\?notice=second_step/);
  await expect(page.getByText("The second step took too long")).toBeVisible();
  await expectGoodPage(page);
});

test("codes by mail", async ({ page, baseURL: home = "" }) => {
  const person = await register(page.request, home);
  await page.goto("/account/security");
  await panel(page).getByRole("button", { name: "Set up: Codes by mail" }).click();
  const mails = async () => (await mailTo(home, person.email)).filter(({ subject }) => /code for the second step/.test(subject));
  const codeOf = async (count: number): Promise<string> => {
    await expect.poll(async () => (await mails()).length).toBe(count);
    return /\b\d{6}\b/.exec((await mails())[0]?.text ?? "")?.[0] ?? "";
  };
  await codeField(page).fill(await codeOf(1));
  await panel(page).getByRole("button", { name: "Turn it on" }).click();
  await expect(panel(page)).toContainText("10 recovery codes are left.");
  await signOutByMenu(page);
  await signInByForm(page, person);
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await expect(page.getByText(/^We sent you a code/)).toBeVisible();
  await expectGoodPage(page);
  await codeField(page).fill(await codeOf(2));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
});

test("an administrator removes it for somebody who has lost everything", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await theirs.goto(`${home}/`);
  const person = await personWithApp(theirs, home);
  await signIn(page, home, demoPerson("admin"));
  await page.goto(`/admin/users?search=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: new RegExp(person.username) }).first().click();
  await page.getByRole("button", { name: "Remove the second factor" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).click();
  await waitForMail(home, person.email, /administrator removed your second factor/);
  await context.close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the second step is a form, and the other ways are links", { tag: "@one-width" }, async ({ page, browser, baseURL: home = "" }) => {
    const context = await browser.newContext({ javaScriptEnabled: true });
    const scripted = await context.newPage();
    await scripted.goto(`${home}/`);
    const person = await personWithApp(scripted, home);
    await context.close();
    await signInByForm(page, person);
    await page.waitForURL(/\/mfa/);
    await codeField(page).fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(codeField(page)).toHaveAccessibleDescription(/not right/);
    await page.getByRole("link", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(person.recoveryCodes[1] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/dashboard");
  });
});
