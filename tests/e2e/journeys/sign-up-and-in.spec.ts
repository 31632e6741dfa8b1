import { waitForMail } from "../../tools/mail-catcher";
import { expectGoodPage } from "../support/expect-accessible";
import { newPerson, register, signInByForm, signOutByMenu } from "../support/people";
import { expect, test } from "../support/test";

test("a stranger signs up, arrives signed in, gets a welcome, and comes back by either name", async ({ page, baseURL }) => {
  const person = newPerson();
  await page.goto("/");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Create an account" }).first().click();
  await page.waitForURL("**/register");
  await page.getByLabel("First name").fill("Wanda");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await expect(page.getByText("Password strength: ")).toContainText(/Good|Strong/);
  await page.getByRole("button", { name: "Create account" }).click();

  await page.waitForURL("**/dashboard");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hello, Wanda");
  await expectGoodPage(page);
  const mail = await waitForMail(baseURL ?? "", person.email);
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(person.email)}`);
  await expect(page.getByRole("heading", { name: mail.subject })).toBeVisible();
  await expectGoodPage(page);

  await page.goto("/dashboard");
  for (const identifier of [person.email, person.username, person.email.toUpperCase()]) {
    await signOutByMenu(page);
    await expect(page.getByText("You are signed out.")).toBeVisible();
    await signInByForm(page, person, identifier);
    await page.waitForURL("**/dashboard");
  }
});

test("sign-up says beside each field what is wrong, and keeps what was typed but the password", async ({ page }) => {
  await page.goto("/register");
  await expectGoodPage(page);
  const email = page.getByLabel("E-mail");
  const password = page.getByLabel("Password", { exact: true });
  await email.fill("nobody@");
  await password.fill("12345");
  await expect(page.getByText("Password strength: ")).toContainText("Too easy to guess");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/not an e-mail address/);
  await expect(password).toHaveValue("");
  await expect(email).toHaveValue("nobody@");
  await expectGoodPage(page);

  await email.fill(newPerson().email);
  await password.fill("12345");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toHaveAccessibleDescription(/8/);
});

test("a taken address and a taken username are told beside their fields", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const taken = await register(request, baseURL ?? "");
  await page.goto("/register");
  await page.getByLabel("E-mail").fill(taken.email.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(taken.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.locator("form")).toContainText("already an account with this e-mail address");
  await page.getByLabel("E-mail").fill(newPerson().email);
  await page.getByLabel("Username").fill(taken.username.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(taken.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.locator("form")).toContainText("This username is taken");
});

test("a wrong password and an unknown name get one and the same sentence; the password can be shown", async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await page.goto("/login");
  await expectGoodPage(page);
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("visible");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(password).toHaveAttribute("type", "password");

  const alert = page.locator("[data-form-message]");
  const sentences: string[] = [];
  for (const identifier of [person.email, newPerson().email, newPerson().username]) {
    await signInByForm(page, { ...person, password: "Wrong-Lantern-42-Harbour" }, identifier);
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("E-mail or username")).toHaveValue(identifier);
    sentences.push(await alert.innerText());
    await expect(password).toHaveValue("");
  }
  expect(new Set(sentences).size).toBe(1);
  await expectGoodPage(page);
});

test("the page that was asked for opens after signing in", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  await page.goto("/account/activity?from=mail");
  await expect(page).toHaveURL(`/login?return_to=${encodeURIComponent("/account/activity?from=mail")}`);
  await signInByForm(page, person);
  await expect(page).toHaveURL("/account/activity?from=mail");
  await page.goto(`/login?return_to=${encodeURIComponent("/account/security")}`);
  await expect(page, "who is signed in already goes straight on").toHaveURL("/account/security");
});

test("signing in never leads off this site", { tag: "@one-width" }, async ({ page, request, baseURL }) => {
  const person = await register(request, baseURL ?? "");
  for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/%2f%2fevil.example/..//"]) {
    await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
    const kept = await page.locator('input[name="return_to"]').inputValue();
    expect(new URL(kept, "http://here.test").origin, target).toBe("http://here.test");
  }
  await page.locator('input[name="return_to"]').evaluate((input: HTMLInputElement) => (input.value = "//evil.example/"));
  await signInByForm(page, person);
  await expect(page).toHaveURL("/dashboard");
});
