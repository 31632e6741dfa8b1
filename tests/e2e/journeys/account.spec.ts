import sharp from "sharp";
import { expectGoodPage } from "../support/expect-accessible";
import { newPerson, register, signIn } from "../support/people";
import { expect, test } from "../support/test";

const picture = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

test("a profile is edited and stays edited", async ({ page, baseURL }) => {
  const person = await register(page.request, baseURL ?? "");
  await page.goto("/account");
  await expectGoodPage(page);
  await page.getByLabel("First name").fill("Åsa 🦊");
  await page.getByLabel("Last name").fill("عائشة");
  await page.getByLabel("Phone").fill("+41 44 668 18 00");
  await page.getByLabel("About you").fill("<b>Not bold</b>");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.locator("[data-sonner-toast]")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("First name")).toHaveValue("Åsa 🦊");
  await expect(page.getByLabel("Last name")).toHaveValue("عائشة");
  await expect(page.getByLabel("About you")).toHaveValue("<b>Not bold</b>");
  await expect(page.getByRole("button", { name: "Account menu of Åsa 🦊 عائشة" })).toBeVisible();

  await page.getByLabel("Phone").fill("call me");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByLabel("Phone")).toHaveAccessibleDescription(/not a phone number/);
  await expect(page.getByLabel("Phone"), "what was typed stays").toHaveValue("call me");
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
});

test("a picture is stored, shown, and taken away again; what is no picture is refused", async ({ page, baseURL, complaints }) => {
  await register(page.request, baseURL ?? "");
  await page.goto("/account");
  const input = page.getByLabel("Choose a picture");
  const send = page.getByRole("button", { name: "Upload picture" });
  await input.setInputFiles(picture("cat.png", "image/png", Buffer.from("GIF89a, or so it says")));
  await send.click();
  await expect(input).toHaveAccessibleDescription(/picture|image/i);
  await expect(input).toHaveAttribute("aria-invalid", "true");
  complaints.allow(/blob:/);

  const png = await sharp({ create: { width: 320, height: 200, channels: 3, background: "#3355aa" } }).png().toBuffer();
  await input.setInputFiles(picture("blue.png", "image/png", png));
  await send.click();
  const shown = page.getByRole("button", { name: /^Account menu of/ }).locator("img");
  await expect(shown).toHaveAttribute("src", /^\/api\/avatars\//);
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const served = await page.request.get((await shown.getAttribute("src")) ?? "");
  expect(served.headers()["content-type"]).toMatch(/^image\//);
  expect(served.headers()["x-content-type-options"]).toBe("nosniff");
  await expectGoodPage(page);

  await input.setInputFiles(picture("large.png", "image/png", Buffer.alloc(5 * 1024 * 1024 + 1)));
  await expect(input).toHaveAccessibleDescription(/larger than 5 MB/);
  await expect(send).toBeDisabled();

  await page.getByRole("button", { name: "Remove your picture" }).click();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Remove picture" }).click();
  await expect(shown).toHaveCount(0);
});

test("a changed password ends every other session at its next request @one-width", async ({ page, browser, baseURL }) => {
  const person = await register(page.request, baseURL ?? "");
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, baseURL ?? "", person);
  await other.goto("/account");
  await expect(other).toHaveURL("/account");

  await page.goto("/account/security");
  await expectGoodPage(page);
  await page.getByLabel("Current password").fill("Wrong-Lantern-42-Harbour");
  await page.getByLabel("New password").fill("Another-Lantern-77-Pier");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("Another-Lantern-77-Pier");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.locator("[data-sonner-toast]")).toBeVisible();

  await other.goto("/account");
  await expect(other).toHaveURL(/\/login\?/);
  await page.goto("/account");
  await expect(page, "who changed it stays").toHaveURL("/account");
  await page.goto("/account/activity");
  await expect(page.getByText("Password changed", { exact: true }).first()).toBeVisible();
  await expectGoodPage(page);
  await elsewhere.close();
});

test("sessions are listed, and ended one by one or all but this one", async ({ page, browser, baseURL }) => {
  const person = await register(page.request, baseURL ?? "", newPerson());
  const begin = async () => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await signIn(tab, baseURL ?? "", person);
    return { context, tab };
  };
  const others = [await begin(), await begin(), await begin()];
  await page.goto("/account/sessions");
  await expect(page.getByText("This device")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^End session on/ })).toHaveCount(3);
  await expectGoodPage(page);

  await page.getByRole("button", { name: /^End session on/ }).first().click();
  await expect(page.getByRole("alertdialog")).toContainText("End this session?");
  await page.getByRole("button", { name: "End session", exact: true }).click();
  await expect(page.getByRole("button", { name: /^End session on/ })).toHaveCount(2);
  const alive = async () => Promise.all(others.map(async ({ tab }) => (await tab.request.get("/api/auth/me")).status()));
  expect((await alive()).sort()).toEqual([200, 200, 401]);

  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all others" }).click();
  await expect(page.getByRole("button", { name: /^End session on/ })).toHaveCount(0);
  expect(await alive()).toEqual([401, 401, 401]);
  for (const { tab } of others) {
    await tab.goto("/dashboard");
    await expect(tab).toHaveURL(/\/login\?/);
  }
  await page.goto("/account/activity");
  await expect(page.getByText("All other sessions ended", { exact: true }).first()).toBeVisible();
  await Promise.all(others.map(({ context }) => context.close()));
});
