import { expectGoodPage } from "../support/expect-accessible";
import { expect, test } from "../support/test";

test("the list under a new password is ticked off while typing, and described to a screen reader", async ({ page }) => {
  await page.goto("/register");
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAccessibleDescription(/At least 8 characters.*Not close to your name or address/);
  await page.getByLabel("E-mail").fill("hopper@example.com");
  await password.fill("hopper1");
  await expect(page.getByText("Still needed: at least 8 characters; not close to your name or address.")).toBeAttached();
  await password.fill("seven quiet lanterns");
  await expect(page.getByText("Your password meets every requirement in this list.")).toBeAttached();
  await expect(page.getByRole("listitem").filter({ hasText: "At least 8 characters (done)" })).toBeVisible();
  await expectGoodPage(page);
});

test("a sample of every mail can be looked at", async ({ page }) => {
  await page.goto("/dev/mailbox");
  await page.getByRole("link", { name: "Samples of every mail" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Samples of every mail");
  await page.getByRole("list", { name: "Messages" }).getByRole("link", { name: /Choose your password/ }).click();
  await expect(page.getByRole("heading", { level: 2 })).toHaveText("Choose your password");
  const mail = page.frameLocator("iframe");
  await expect(mail.getByRole("link", { name: "Choose a password" })).toHaveAttribute("href", /\/set-password\?token=/);
  await expectGoodPage(page);
});
