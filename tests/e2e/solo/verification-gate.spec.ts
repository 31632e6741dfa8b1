/** REQUIRE_EMAIL_VERIFICATION: nobody is in before their address is confirmed, and everybody is told what is left to do. */
import type { Page } from "@playwright/test";
import { mailTo, waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { withServer } from "../support/own-servers";
import { newPerson, type Person, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

const CONFIRMS = /Confirm your e-mail/;

/** With a server that asks for it. The page is left before that ends, or what it fetches ahead would find nobody there. */
const behindTheGate = (page: Page, walk: (url: string) => Promise<void>) =>
  withServer({ REQUIRE_EMAIL_VERIFICATION: "true" }, async (url) => {
    await walk(url);
    await page.goto("about:blank");
  });

const codeIn = (text: string): string => /\b\d{6}\b/.exec(text)?.[0] ?? "";
const mailsThatConfirm = async (url: string, { email }: Person) => (await mailTo(url, email)).filter(({ subject }) => CONFIRMS.test(subject));

/** As people sign up; it ends where they are told to look into their mail. */
async function signUp(page: Page, url: string, person: Person): Promise<void> {
  await page.goto(`${url}/register`);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/verify-email/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your mail");
}

async function confirmByCode(page: Page, person: Person, code: string): Promise<void> {
  const form = page.getByRole("form", { name: "Confirm and sign in" });
  await expect(form.getByLabel("E-mail")).toHaveValue(person.email);
  await form.getByLabel("Six-digit code").fill(code);
  await form.getByLabel("Password", { exact: true }).fill(person.password);
  await form.getByRole("button", { name: "Confirm and sign in" }).click();
}

test("whoever signs up is told to confirm, and gets to the dashboard by the code of the mail", ({ page }) =>
  behindTheGate(page, async (url) => {
    const person = newPerson();
    await signUp(page, url, person);
    await expectGoodPage(page);
    await page.goto(`${url}/dashboard`);
    await expect(page, "nobody is signed in yet").toHaveURL(/\/login/);

    await page.goto(`${url}/verify-email?email=${encodeURIComponent(person.email)}`);
    const code = codeIn((await waitForMail(url, person.email, CONFIRMS)).text);
    await confirmByCode(page, person, String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
    await expect(page.locator("[data-form-message]")).toContainText("do not go together");
    await confirmByCode(page, person, code);
    await page.waitForURL("**/dashboard");
    await signOutByMenu(page);
    await signInByForm(page, person);
    await page.waitForURL("**/dashboard");
  }));

test("whoever signs in before is told why not, has the mail sent again, and goes on by its code", ({ page }) =>
  behindTheGate(page, async (url) => {
    const person = newPerson();
    await signUp(page, url, person);
    await waitForMail(url, person.email, CONFIRMS);
    await page.goto(`${url}/login`);
    await signInByForm(page, { ...person, password: "Wrong-Lantern-42-Harbour" });
    await expect(page.locator("[data-form-message]")).toBeVisible();
    const again = page.getByRole("form", { name: "Send the mail again" });
    await expect(again, "a wrong password tells nothing of the account").toHaveCount(0);

    await signInByForm(page, person);
    await expect(page.getByText("Confirm your e-mail address first")).toBeVisible();
    await expectGoodPage(page);
    await again.getByRole("button", { name: "Send the mail again" }).click();
    await expect(page.getByText("a mail with a new link is on its way")).toBeVisible();
    await expect.poll(async () => (await mailsThatConfirm(url, person)).length).toBe(2);
    const [newest, oldest] = await mailsThatConfirm(url, person);

    await page.goto(`${url}/verify-email?email=${encodeURIComponent(person.email)}`);
    if (codeIn(oldest?.text ?? "") !== codeIn(newest?.text ?? "")) {
      await confirmByCode(page, person, codeIn(oldest?.text ?? ""));
      await expect(page.locator("[data-form-message]"), "the mail before is withdrawn").toContainText("do not go together");
    }
    await confirmByCode(page, person, codeIn(newest?.text ?? ""));
    await page.waitForURL("**/dashboard");
    await signOutByMenu(page);
  }));
