import { afterEach, describe, expect, it, vi } from "vitest";
import { edgeEnv } from "@/lib/edge/env";
import { bootFaults, env, forgetEnv } from "@/lib/env";

const under = <T>(changes: Record<string, string>, read: () => T): T => {
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
  forgetEnv();
  return read();
};

afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

const APPS = "com.example.app:/callback,com.example.app://host/cb?a=1,http://127.0.0.1/cb";
const PRODUCTION = { NODE_ENV: "production", APP_URL: "https://gatehouse.example", REDIRECT_ALLOW_LIST: `https://app.example.com/signed-in,${APPS}` };
const aboutList = () => bootFaults().filter((fault) => fault.includes("REDIRECT_ALLOW_LIST"));
const aboutTokens = () => bootFaults().filter((fault) => fault.includes("INSECURE_LEGACY_TOKEN_REDIRECT"));

describe("REDIRECT_ALLOW_LIST", () => {
  it("holds addresses of apps as they are written, and browsers are led to origins alone", () => {
    const list = { REDIRECT_ALLOW_LIST: `https://app.example.com/signed-in,${APPS}` };
    expect(under(list, () => env.redirectAllowList)).toEqual(["https://app.example.com/signed-in", ...APPS.split(",")]);
    expect(edgeEnv().redirectAllowList).toEqual(["https://app.example.com", "http://127.0.0.1"]);
  });

  it.each(["myapp://callback", "myapp:/callback", "javascript:alert(1)", "com.example.app:callback", "com.example.app:/cb#x", "Com.Example.App:/cb", ".app:/cb", "app.:/cb", "ftp://files.example.com/"])("%s stops the start", (entry) => {
    expect(() => under({ REDIRECT_ALLOW_LIST: entry }, () => env.redirectAllowList)).toThrow("REDIRECT_ALLOW_LIST: list origins");
  });

  it("asks for https in production, but not of apps", () => {
    expect(under(PRODUCTION, aboutList)).toEqual([]);
    expect(under({ ...PRODUCTION, REDIRECT_ALLOW_LIST: "http://app.example.com" }, aboutList)).toHaveLength(1);
  });
});

describe("INSECURE_LEGACY_TOKEN_REDIRECT=true", () => {
  it("keeps production from starting, but not a demonstration", () => {
    expect(under({ ...PRODUCTION, INSECURE_LEGACY_TOKEN_REDIRECT: "true" }, aboutTokens)).toEqual([expect.stringContaining("is refused in production")]);
    expect(under({ ...PRODUCTION, INSECURE_LEGACY_TOKEN_REDIRECT: "true", GATEHOUSE_EMBEDDED: "1" }, aboutTokens)).toEqual([]);
    expect(under({ ...PRODUCTION, INSECURE_LEGACY_TOKEN_REDIRECT: "false" }, aboutTokens)).toEqual([]);
  });
});
