import { demoPerson, newPerson, signInByForm } from "../support/people";
import { type OwnServers, ownServers } from "../support/own-servers";
import { expect, test } from "../support/test";

let servers: OwnServers;

test.beforeAll(async () => {
  servers = await ownServers({ env: { RATE_LIMIT_ENABLED: "true" } });
});

test.afterAll(() => servers.end());

test("after five wrong passwords the form says how long to wait, to known and unknown names alike", async ({ page }) => {
  const url = servers.instances[0]?.url ?? "";
  const alert = page.locator("[data-form-message]");
  await page.goto(`${url}/login`);
  const person = { ...demoPerson("user"), password: "Wrong-Lantern-42-Harbour" };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await signInByForm(page, person, attempt % 2 ? person.email : "nobody@example.com");
    await answered;
    await expect(alert).toContainText("is not right");
  }
  for (const identifier of [person.email, "nobody@example.com"]) {
    await signInByForm(page, { ...person, password: demoPerson("user").password }, identifier);
    await expect(alert).toContainText(/Try again in \d+ (seconds|minutes)\./);
  }
  const api = await page.request.post(`${url}/api/auth/login`, { data: { identifier: person.email, password: "x" }, headers: { origin: url } });
  expect(api.status()).toBe(429);
  expect(api.headers()["retry-after"]).toMatch(/^\d+$/);
  expect(await api.json()).toMatchObject({ code: "RATE_LIMIT_EXCEEDED", retry_after_minutes: expect.any(Number) });
});

test("typing mistakes at sign-up do not use up the hour", async ({ page }) => {
  const url = servers.instances[0]?.url ?? "";
  const person = newPerson();
  await page.goto(`${url}/register`);
  for (const address of ["nobody", "nobody@", "nobody@example", "@example.com"]) {
    await page.getByLabel("E-mail").fill(address);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Create account" }).click();
    await answered;
    await expect(page.getByLabel("Password", { exact: true }), "React has reset the form").toHaveValue("");
    await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not an e-mail address/);
  }
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/dashboard");
});
