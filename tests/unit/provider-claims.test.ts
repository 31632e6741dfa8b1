import { describe, expect, it } from "vitest";
import { identityOf, subjectOf } from "@/lib/auth/read-claims";
import type { ProviderName } from "@/lib/features/connections/schema";
import type { ConfiguredProvider } from "@/lib/providers";

const at = (name: ProviderName, isDemo = false): ConfiguredProvider => ({ name, authJsId: name, label: name, clientId: "", clientSecret: "", issuer: undefined, redirectUri: undefined, isDemo });

describe("who somebody is at a provider", () => {
  it.each<[ProviderName, Record<string, unknown>, string]>([
    ["google", { sub: "1001" }, "1001"],
    ["apple", { sub: "001.a" }, "001.a"],
    ["github", { id: 583231, sub: "no" }, "583231"],
    ["microsoft", { tid: "tenant", oid: "object", sub: "pairwise" }, "tenant.object"],
    ["oidc", { iss: "https://id.example.com", sub: "7" }, "https://id.example.com|7"],
  ])("%s", (name, claims, subject) => expect(subjectOf(at(name), claims)).toBe(subject));

  it("is nobody without it, whatever else is said", () => {
    for (const name of ["google", "apple", "github", "microsoft", "oidc"] as const) expect(identityOf(at(name), { email: "grace@example.com", email_verified: true, name: "Grace" })).toBeNull();
    expect(identityOf(at("microsoft"), { tid: "tenant", sub: "pairwise" })).toBeNull();
    expect(identityOf(at("google"), { sub: { a: 1 } })).toBeNull();
  });

  it("at the demonstration is nobody's namesake elsewhere", () => expect(subjectOf(at("google", true), { sub: "1001" })).toBe("demo:1001"));
});

describe("an address", () => {
  const verified = (name: ProviderName, claims: Record<string, unknown>) => identityOf(at(name), { sub: "1", id: 1, tid: "t", oid: "o", iss: "i", email: "Grace@Example.com", ...claims })?.isEmailVerified;

  it("is proved where the provider vouches for it, and nowhere else", () => {
    for (const name of ["google", "apple", "github", "oidc"] as const) {
      expect([verified(name, { email_verified: true }), verified(name, { email_verified: "true" }), verified(name, { email_verified: false }), verified(name, {})]).toEqual([true, true, false, false]);
    }
    expect([verified("microsoft", { email_verified: true }), verified("microsoft", { xms_edov: true }), verified("microsoft", { xms_edov: "1" }), verified("microsoft", { xms_edov: 0 })]).toEqual([false, true, true, false]);
    expect(verified("google", { email: "no address", email_verified: true })).toBe(false);
  });

  it("is kept in lower case, or not at all", () => {
    expect(identityOf(at("google"), { sub: "1", email: " Grace@Example.com " })?.email).toBe("grace@example.com");
    for (const email of ["grace", "a@b", "a b@example.com", 7, null]) expect(identityOf(at("google"), { sub: "1", email })?.email).toBeNull();
  });
});

describe("names", () => {
  const names = (claims: Record<string, unknown>) => {
    const { firstName, lastName } = identityOf(at("google"), { sub: "1", ...claims }) ?? {};
    return [firstName, lastName];
  };

  it("are those that the provider tells apart, else the last word is the family's", () => {
    expect(names({ given_name: "Grace", family_name: "Hopper", name: "Rear Admiral" })).toEqual(["Grace", "Hopper"]);
    expect(names({ name: "Grace Brewster  Hopper" })).toEqual(["Grace Brewster", "Hopper"]);
    expect(names({ name: "Grace" })).toEqual(["Grace", null]);
    expect(names({})).toEqual([null, null]);
  });

  it("are told by Apple beside its claims, once", () => {
    const apple = (user: unknown) => {
      const { firstName, lastName } = identityOf(at("apple"), { sub: "1", user }) ?? {};
      return [firstName, lastName];
    };
    expect(apple({ name: { firstName: "Grace", lastName: "Hopper" }, email: "grace@example.com" })).toEqual(["Grace", "Hopper"]);
    expect(apple({ name: { firstName: "Grace" } })).toEqual(["Grace", null]);
    for (const nothing of [undefined, null, "Grace", { name: null }, { name: "Grace" }, { name: { firstName: 7 } }]) expect(apple(nothing)).toEqual([null, null]);
    expect(names({ user: { name: { firstName: "Grace", lastName: "Hopper" } } })).toEqual([null, null]);
  });

  it("are cut at fifty characters, never inside one", () => {
    expect(names({ given_name: `${"x".repeat(49)}🦊` })[0]).toBe("x".repeat(49));
  });
});
