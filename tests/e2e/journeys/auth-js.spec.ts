import { demoPerson, register, signIn } from "../support/people";
import { expect, test } from "../support/test";

test("Auth.js's own routes read and end the session of ours", { tag: "@one-width" }, async ({ page, baseURL }) => {
  const { request } = page;
  expect(await (await request.get("/api/auth/session")).json()).toBeNull();
  const person = await register(request, baseURL ?? "");
  const session = (await (await request.get("/api/auth/session")).json()) as { user: { email: string }; expires: string };
  expect(session.user.email).toBe(person.email);
  expect(Date.parse(session.expires)).toBeGreaterThan(Date.now());
  expect((await request.get("/api/auth/providers")).status()).toBe(200);

  const forged = await request.post("/api/auth/signout", { form: { csrfToken: "forged" }, headers: { origin: baseURL ?? "" }, maxRedirects: 0 });
  expect(forged.status()).toBe(302);
  expect(forged.headers().location).toMatch(/\/login/);
  expect((await request.get("/api/auth/me")).status(), "a sign-out without its token ends nothing").toBe(200);

  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const out = await request.post("/api/auth/signout", { form: { csrfToken }, headers: { origin: baseURL ?? "" }, maxRedirects: 0 });
  expect(out.status()).toBe(302);
  expect(new URL(out.headers().location ?? "", baseURL).origin).toBe(baseURL);
  const left = (await page.context().cookies()).filter(({ name }) => /access_token|refresh_token/.test(name));
  expect(left).toEqual([]);
  expect(await (await request.get("/api/auth/session")).json()).toBeNull();
});

test("Auth.js's own pages lead to ours", { tag: "@one-width" }, async ({ page }) => {
  for (const path of ["/api/auth/signin", "/api/auth/error?error=Configuration", "/api/auth/signout"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/login/);
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  }
});

test("asking for the session renews nothing", { tag: "@one-width" }, async ({ page, baseURL }) => {
  await signIn(page, baseURL ?? "", demoPerson("user"));
  const before = await page.context().cookies();
  const answer = await page.request.get("/api/auth/session");
  expect(answer.headers()["set-cookie"]).toBeUndefined();
  expect(await page.context().cookies()).toEqual(before);
});

test("what Auth.js would not know is a JSON 404, by any method", { tag: "@one-width" }, async ({ request, baseURL }) => {
  for (const path of ["/api/auth/nothing", "/api/auth/session/x", "/api/auth/user/somebody", "/api/nothing"]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await request.fetch(path, { method, headers: { origin: baseURL ?? "" } });
      expect(answer.status(), `${method} ${path}`).toBe(404);
      expect(await answer.json(), `${method} ${path}`).toMatchObject({ code: "NOT_FOUND", request_id: answer.headers()["x-request-id"] });
    }
  }
});
