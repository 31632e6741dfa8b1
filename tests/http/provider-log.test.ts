import { ProviderBrowser } from "../setup/provider-browser";
import { afterEach, expect, it, vi } from "vitest";
import { makeUser } from "../factories/make-user";
import { browserOf, expectToldAt, personAt, provider, useProviders } from "../setup/provider-world";
import { withEnv } from "../setup/with-env";

useProviders();
afterEach(() => vi.restoreAllMocks());

/** What the log says of Auth.js while `run` goes on. */
async function refusalsOf(run: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const written: string[] = [];
  await withEnv({ LOG_LEVEL: "info", LOG_FORMAT: "json" }, async () => {
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation((line) => written.push(String(line)) > 0);
    await run();
    vi.restoreAllMocks();
  });
  return written.filter((line) => line.includes('"auth-js.refused"')).map((line) => JSON.parse(line) as Record<string, unknown>);
}

it("somebody who cancels is one line without a stack", async () => {
  const lines = await refusalsOf(async () => expectToldAt(await new ProviderBrowser().signIn("google", null), "PROVIDER_CANCELLED"));
  expect(lines).toEqual([expect.objectContaining({ level: "info", provider: "google", error_code: "PROVIDER_CANCELLED" })]);
  expect(JSON.stringify(lines)).not.toContain("stack");
});

it("so is somebody whom we refuse", async () => {
  const person = personAt("google");
  await new ProviderBrowser().signIn("google", person.sub);
  const browser = await browserOf(await makeUser());
  const lines = await refusalsOf(async () => expectToldAt(await browser.signIn("google", person.sub, { connect: "true" }), "CONNECTED_ELSEWHERE", "/account/security"));
  expect(lines).toEqual([expect.objectContaining({ level: "info", error_code: "CONNECTED_ELSEWHERE" })]);
  expect(JSON.stringify(lines)).not.toContain("stack");
});

it("an answer that does not hold is a warning with its cause", async () => {
  const person = personAt("google");
  provider().alter = (claims) => ({ ...claims, aud: "another" });
  const lines = await refusalsOf(async () => expectToldAt(await new ProviderBrowser().signIn("google", person.sub), "PROVIDER_FAILED"));
  expect(lines).toEqual([expect.objectContaining({ level: "warn", error_code: "PROVIDER_FAILED", error: expect.objectContaining({ stack: expect.any(String) as string }) as object })]);
});
