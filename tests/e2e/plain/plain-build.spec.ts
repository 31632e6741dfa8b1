import { expectAccessible } from "../support/expect-accessible";
import { demoPerson, signInByForm } from "../support/people";
import { expect, test } from "../support/test";

test("the build that people run serves the whole way in", async ({ page }) => {
  await page.goto("/");
  await expectAccessible(page);
  await signInByForm(page, demoPerson("user"));
  await page.waitForURL("**/dashboard");
  await expectAccessible(page);
});

test("the build that people run has no test controls", async ({ request }) => {
  const unknown = await request.post("/api/nothing/of/the/kind", { data: {} });
  expect(unknown.status()).toBe(404);
  for (const [path, data] of [
    ["/api/test/clock", { offset_ms: 1 }],
    ["/api/test/failpoints", { names: [] }],
  ] as const) {
    const answer = await request.post(path, { data });
    expect(answer.status()).toBe(404);
    expect(((await answer.json()) as { code: string }).code).toBe("NOT_FOUND");
  }
});
