import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { config } from "@/middleware";
import { pathSegments, policyFinder } from "@/lib/edge/policy";
import type { PolicyEntry } from "@/lib/edge/policy-entry";

const page = (pattern: string): PolicyEntry => ({ kind: "page", pattern, access: { kind: "signed-in" } });
const find = policyFinder(["/", "/a/[...rest]", "/a/[id]/edit", "/a/[id]", "/a/new", "/shop/[[...slug]]", "/b/[x]/c", "/b/d/e"].map(page));
const match = (path: string) => {
  const segments = pathSegments(path);
  return segments && find(segments)?.pattern;
};

describe("the policy of a path", () => {
  it.each([
    ["/", "/"],
    ["/a/new", "/a/new"],
    ["/a/7", "/a/[id]"],
    ["/a/n%65w", "/a/new"],
    ["/a/7%2Fedit", "/a/[id]"],
    ["/a/7/edit", "/a/[id]/edit"],
    ["/a/new/edit", "/a/[id]/edit"],
    ["/a/7/x/y", "/a/[...rest]"],
    ["/a", undefined],
    ["/A/new", undefined],
    ["/shop", "/shop/[[...slug]]"],
    ["/shop/x/y", "/shop/[[...slug]]"],
    ["/b/d/c", "/b/[x]/c"],
    ["/b/d/e", "/b/d/e"],
    ["/b/x/e", undefined],
    ["/constructor", undefined],
    ["/a/%", undefined],
    ["/a/%00", undefined],
  ])("%s is %s", (path, pattern) => {
    expect(match(path)).toBe(pattern);
  });
});

describe("the matcher", () => {
  const source = config.matcher[0] ?? "";
  const matches = (path: string) => new RegExp(`^${source}$`).test(path);

  it("covers every page and gated group, and what merely looks like an excluded prefix", () => {
    const covered = ["/", "/admin", "/login", "/api", "/api/admin/users", "/api/rbac/roles", "/api/rbac/mex", "/api/audit/sessions/me", "/api/authx", "/api/auth.json", "/api/patients", "/authority", "/healthy", "/metrics.json", "/_next/data/x/admin.json", "/_next/staticx", "/favicon.icox", "/icons.svg", "/robots.txt", "/api/AUTH/login", "/admin/users.png", "/admin/users.css", "/account.js", "/api/admin/users.json"];
    for (const path of covered) expect(matches(path), path).toBe(true);
  });

  it("leaves out the hot public prefixes", () => {
    const left = ["/api/auth", "/api/auth/login", "/api/rbac/me", "/api/rbac/me/check", "/api/health/live", "/api/openapi.json", "/api/dev/mailbox", "/auth/login", "/health", "/metrics", "/.well-known/jwks.json", "/_next/static/x.js", "/_next/image", "/favicon.ico", "/fonts/a.woff2"];
    for (const path of left) expect(matches(path), path).toBe(false);
  });

  it("is one literal without has, missing or a suffix (security facts 2 and 3)", () => {
    expect(config.matcher).toHaveLength(1);
    expect(Object.keys(config)).toEqual(["matcher"]);
    expect(readFileSync("middleware.ts", "utf8")).not.toMatch(/\b(?:has|missing):/);
    expect(source).not.toMatch(/\.\*\\\./);
  });
});
