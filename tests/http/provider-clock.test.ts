import { describe, expect, it } from "vitest";
import { ProviderBrowser } from "../setup/provider-browser";
import { isIn, personAt, provider, useProviders } from "../setup/provider-world";

useProviders();

/** As a house says it whose clock is so many seconds ahead of ours. */
const shifted = (seconds: number) => (claims: Record<string, unknown>) => {
  const times = ["iat", "exp", "auth_time"].filter((name) => typeof claims[name] === "number");
  return { ...claims, ...Object.fromEntries(times.map((name) => [name, Number(claims[name]) + seconds])) };
};

describe("a provider whose clock is a minute off", () => {
  it.each([["ahead", 60], ["behind", -60]] as const)("%s: signs people in", async (_, seconds) => {
    const person = personAt("google");
    const browser = new ProviderBrowser();
    provider().alter = shifted(seconds);
    await browser.signIn("google", person.sub);
    expect(await isIn(browser)).toBe(true);
  });
});
