import { afterEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { callbackAddress, configuredProviders } from "@/lib/providers";
import { withEnv } from "../setup/with-env";

afterEach(forgetEnv);

const DEMO = "http://gatehouse:secret@127.0.0.1:4567";
const production = { NODE_ENV: "production", GATEHOUSE_TEST_BUILD: "" };

const namesUnder = async (variables: Record<string, string | undefined>): Promise<string[]> => {
  let names: string[] = [];
  await withEnv(variables, async () => {
    names = configuredProviders().map(({ label }) => label);
  });
  return names;
};

describe("the demonstration's providers", () => {
  it("stand in where no provider is configured, in development and embedded mode", async () => {
    for (const where of [{ NODE_ENV: "development" }, { ...production, GATEHOUSE_EMBEDDED: "1" }]) {
      expect(await namesUnder({ ...where, GATEHOUSE_DEMO_PROVIDERS: DEMO })).toEqual(["Demo Google", "Demo Microsoft"]);
      expect(await namesUnder({ ...where, GATEHOUSE_DEMO_PROVIDERS: DEMO, AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" })).toEqual(["GitHub"]);
    }
  });

  it("are in no other production, and nowhere but on loopback", async () => {
    expect(await namesUnder({ ...production, GATEHOUSE_DEMO_PROVIDERS: DEMO })).toEqual([]);
    for (const elsewhere of ["http://gatehouse:secret@192.0.2.1:4567", "https://evil.example", "not an address", ""]) {
      expect(await namesUnder({ NODE_ENV: "development", GATEHOUSE_DEMO_PROVIDERS: elsewhere })).toEqual([]);
    }
  });
});

describe("a configured provider", () => {
  it("needs both its id and its secret", async () => {
    expect(await namesUnder({ AUTH_GOOGLE_ID: "id" })).toEqual([]);
    expect(await namesUnder({ AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret", AUTH_OIDC_ISSUER: "https://id.example.com", AUTH_OIDC_ID: "id", AUTH_OIDC_SECRET: "secret", AUTH_OIDC_NAME: "Our house" })).toEqual(["Google", "Our house"]);
  });

  it("is known by the names of older systems where Auth.js's are not set", async () => {
    await withEnv({ GOOGLE_CLIENT_ID: "old", GOOGLE_CLIENT_SECRET: "secret", AUTH_MICROSOFT_ENTRA_ID_ID: "new", AUTH_MICROSOFT_ENTRA_ID_SECRET: "secret", MICROSOFT_CLIENT_ID: "old" }, async () => {
      expect(configuredProviders().map(({ name, clientId }) => [name, clientId])).toEqual([["google", "old"], ["microsoft", "new"]]);
    });
  });

  it("sends people back to Auth.js's callback at APP_URL, or to the one that is registered", async () => {
    const microsoft = { APP_URL: "https://app.example.com", AUTH_MICROSOFT_ENTRA_ID_ID: "id", AUTH_MICROSOFT_ENTRA_ID_SECRET: "secret" };
    await withEnv(microsoft, async () => expect(configuredProviders().map(callbackAddress)).toEqual(["https://app.example.com/api/auth/callback/microsoft-entra-id"]));
    const registered = "https://app.example.com/api/auth/auth/microsoft/callback";
    await withEnv({ ...microsoft, MICROSOFT_REDIRECT_URI: registered }, async () => expect(configuredProviders().map(callbackAddress)).toEqual([registered]));
  });
});
