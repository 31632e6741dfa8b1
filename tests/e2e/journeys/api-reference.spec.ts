import { expectGoodPage } from "../support/expect-accessible";
import { expect, test } from "../support/test";

test("the API reference is found, searched and read, and asks no other host", async ({ page, baseURL, complaints }) => {
  complaints.allow(/404/);
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.goto("/");
  await page.getByRole("link", { name: "Read the API reference" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API reference" })).toBeVisible();
  await expectGoodPage(page);

  await page.getByRole("searchbox").fill("LAST_ADMIN ban");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/\/docs\/api\?q=LAST_ADMIN\+ban$/);
  await page.getByRole("link", { name: "/api/admin/users/{id}/ban" }).click();
  await expect(page).toHaveURL(/\/docs\/api\/admin#user\.ban$/);
  const operation = page.locator('[id="user.ban"]');
  await expect(operation).toBeInViewport();
  await expect(operation.getByText("users.ban", { exact: true })).toBeVisible();
  await expect(operation.getByRole("region", { name: "curl for user.ban, For a day" })).toContainText("/ban");
  await operation.getByText(/^Errors \(/).click();
  await expect(operation.getByRole("cell", { name: "LAST_ADMIN" })).toBeVisible();
  await expectGoodPage(page);

  expect([...asked].filter((origin) => origin !== new URL(baseURL ?? "").origin)).toEqual([]);
  expect((await page.goto("/docs/api/nowhere"))?.status()).toBe(404);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the API reference is searched and read as well", { tag: "@one-width" }, async ({ page }) => {
    await page.goto("/docs/api");
    await page.getByRole("searchbox").fill("nothing has all these");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByText("Nothing has all these words")).toBeVisible();
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByRole("link", { name: "Signing in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Signing in" })).toBeVisible();
    await expect(page.getByRole("region", { name: "answer to auth.login, By address" })).toContainText("access_token");
  });
});
