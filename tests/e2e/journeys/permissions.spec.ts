import type { Page } from "@playwright/test";
import { expectGoodPage } from "../support/expect-accessible";
import { demoPerson, signIn } from "../support/people";
import { expect, test } from "../support/test";

const OWN = ["/account", "/account/security", "/account/sessions", "/account/activity"];
const START = ["/dashboard", "/organizations"];
const MENUS = {
  admin: [
    ...START,
    "/patients", // feature:patients
    ...OWN,
    "/admin",
    "/admin/users",
    "/admin/roles",
    "/admin/organizations",
    "/admin/audit",
    "/dev/mailbox",
  ],
  manager: [...START, ...OWN, "/admin", "/admin/users", "/admin/roles", "/dev/mailbox"],
  auditor: [...START, ...OWN, "/admin", "/admin/users", "/admin/audit", "/dev/mailbox"],
  user: [...START, ...OWN, "/dev/mailbox"],
} as const;

async function menuOf(page: Page): Promise<string[]> {
  const drawer = page.getByRole("button", { name: "Open navigation" });
  if (await drawer.isVisible()) await drawer.click();
  const places = page.getByRole("navigation", { name: /^Main/ }).getByRole("link");
  return places.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
}

for (const [username, menu] of Object.entries(MENUS)) {
  test(`the menu of ${username} holds what they may open, and all of it opens`, async ({ page, baseURL }) => {
    await signIn(page, baseURL ?? "", demoPerson(username as keyof typeof MENUS));
    await page.goto("/dashboard");
    expect(await menuOf(page)).toEqual(menu);
    await expectGoodPage(page);
    for (const place of menu) expect((await page.request.get(place)).status(), place).toBe(200);
  });
}

test("a page without the permission is a 403 with a reference, and the refusal is in the audit trail", async ({ page, browser, baseURL, complaints }) => {
  complaints.allow(/403/);
  await signIn(page, baseURL ?? "", demoPerson("user"));
  const answer = await page.goto("/admin/users");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You may not open this page");
  await expectGoodPage(page);
  const reference = await page.locator("code", { hasText: /^[0-9a-f-]{36}$/ }).innerText();
  expect(answer?.headers()["x-request-id"]).toBe(reference);

  const api = await page.request.get("/api/admin/users");
  expect(api.status()).toBe(403);
  expect(await api.json()).toMatchObject({ code: "FORBIDDEN", request_id: api.headers()["x-request-id"] });

  const office = await browser.newContext();
  const admin = await office.newPage();
  await signIn(admin, baseURL ?? "", demoPerson("admin"));
  for (const requestId of [reference, api.headers()["x-request-id"] ?? ""]) {
    const trail = await admin.request.get("/api/audit/audit-logs", { params: { q: requestId } });
    const { logs } = (await trail.json()) as { logs: unknown[] };
    expect(logs).toMatchObject([{ action: "access.denied", actor: "user@example.com", success: false, request_id: requestId }]);
  }
  await office.close();
});

test("somebody of another organization does not exist for a manager @one-width", async ({ page, browser, baseURL, complaints }) => {
  complaints.allow(/404/);
  const office = await browser.newContext();
  const admin = await office.newPage();
  await signIn(admin, baseURL ?? "", demoPerson("admin"));
  const found = await admin.request.get("/api/admin/users", { params: { q: "other@example.com" } });
  const { users } = (await found.json()) as { users: { id: string }[] };
  const id = users[0]?.id ?? "";
  expect((await admin.goto(`/admin/users/${id}`))?.status(), "the administrator of the platform sees them").toBe(200);
  await office.close();

  await signIn(page, baseURL ?? "", demoPerson("manager"));
  expect((await page.goto(`/admin/users/${id}`))?.status()).toBe(404);
  await expectGoodPage(page);
  expect((await page.request.get(`/api/admin/users/${id}`)).status()).toBe(404);
  const listed = await page.request.get("/api/admin/users", { params: { q: "other@example.com" } });
  expect(((await listed.json()) as { users: unknown[] }).users).toEqual([]);
  expect((await page.goto("/there/is/no/such/page"))?.status()).toBe(404);
  await expectGoodPage(page);
});
