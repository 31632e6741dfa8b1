import { demoPerson, signIn } from "../support/people";
import { expect, test } from "../support/test";
import { setServerClock } from "../support/test-control";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test.afterEach(({ request }) => setServerClock(request, 0));

test("an access token ends after a quarter of an hour, a session after its days; edge, Node and SQL agree", async ({ page, request, baseURL, complaints }) => {
  complaints.allow(/401/);
  await signIn(page, baseURL ?? "", demoPerson("admin"));
  const gated = () => page.request.get("/api/admin/stats");
  expect((await gated()).status()).toBe(200);

  await setServerClock(request, 16 * MINUTE);
  expect((await gated()).status(), "the edge refuses the expired token").toBe(401);
  await page.goto("/dashboard");
  await expect(page, "the refresh cookie brings a page's reader back").toHaveURL(/\/dashboard$/);
  expect((await gated()).status()).toBe(200);

  await setServerClock(request, 31 * DAY);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login/);
});
