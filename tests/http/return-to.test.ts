import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pagePolicy } from "@/lib/edge/security-headers";
import { safeReturnTo } from "@/lib/http/return-to";
import { withEnv } from "@/tests/setup/with-env";

const ORIGIN = "http://localhost:3000";
const DEFAULT = "/dashboard";

const tricks = [
  "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
  "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "/%09/evil.example\t", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
  "data:text/html,x", "vbscript:x", "http:evil.example", "https:/evil.example", "http:///evil.example", "localhost:3000@evil.example", "http://localhost:3000@evil.example",
  "http://localhost:3000.evil.example", "//localhost:30001/account", "@evil.example", ".evil.example", "evil.example", "", " ", "?x=//evil.example", "#//evil.example", "/.//evil.example", "/..//evil.example",
  "/x/..//evil.example", "/%2e%2e//evil.example", "/./\\evil.example", "/\u0000//evil.example", "/\u007f/evil.example", `/${"x".repeat(3000)}`, "http://localhost:3000/account",
  "/api", "/api/auth/login/google?connect=true", "/API/auth/login/google?connect=true", "/%61pi/auth/login/google?connect=true", "/account/../api/auth/login/google?connect=true",
  null, undefined, 7, {}, ["/account"],
];

const paths = ["/", "/account", "/admin/users?page=2&search=a%20b", "/account#security", "/a/b/../c", "/?return_to=https://evil.example", "/search?q=//evil.example", "/@me", "/%2F%2Fevil.example", "/ünïcode", "/apiary", "/account/api"];

/** Where a browser that is given this as a Location would go. */
const target = (location: string) => new URL(location, ORIGIN);

describe("return_to @asvs V3.7.2", () => {
  it.each(tricks)("%j leads to the dashboard", (wanted) => {
    const given = safeReturnTo(wanted);
    expect(given).toBe(DEFAULT);
  });

  it.each(paths)("%s is a path of ours", (path) => {
    const given = safeReturnTo(path);
    expect(target(given).href).toBe(target(path).href);
  });

  describe("with REDIRECT_ALLOW_LIST", () => {
    const LIST = "https://app.example, http://localhost:5173,https://other.example:8443/ignored";
    const listed = (wanted: string) => withEnv({ REDIRECT_ALLOW_LIST: LIST }, () => Promise.resolve(safeReturnTo(wanted)));

    it.each(["https://app.example/", "https://app.example/orders?id=1#top", "https://APP.example/x", "http://localhost:5173/after", "https://other.example:8443/y"])("%s is one of them", async (wanted) => {
      expect(await listed(wanted)).toBe(new URL(wanted).href);
    });

    it.each([
      "https://app.example.evil.test/", "https://app.example@evil.test/", "https://evil.test/https://app.example/", "http://app.example/", "https://app.example:444/", "https://sub.app.example/",
      "https://user:secret@app.example/", "http://localhost:5174/", "//app.example/", "/\\app.example", "https:/app.example", " https://app.example/", "https://app.example\\@evil.test/", "javascript://app.example/%0aalert(1)",
      "https://other.example/", "ftp://app.example/",
    ])("%s is none", async (wanted) => {
      expect(await listed(wanted)).toBe(DEFAULT);
    });

    it("still takes paths of ours, and forms may lead to what is listed", async () => {
      expect(await listed("/account")).toBe("/account");
      const policy = await withEnv({ REDIRECT_ALLOW_LIST: LIST }, () => Promise.resolve(pagePolicy("nonce")));
      expect(policy).toContain("form-action 'self' https://app.example http://localhost:5173 https://other.example:8443;");
      expect(pagePolicy("nonce")).toContain("form-action 'self';");
    });
  });

  it("keeps to the fallback that it is given", () => {
    expect(safeReturnTo("//evil.example", "/login")).toBe("/login");
  });

  it("whatever is sent, a browser stays here, also when it is used twice", () => {
    const piece = fc.constantFrom("/", "//", "\\", "evil.example", "http:", "https://", "javascript:", "@", ":", ".", "..", "?", "#", "%2f", "%5c", "%09", "\t", "\n", "\r", " ", "\u0000", "\u3000", "。", "／", "localhost:3000", "a");
    const hostile = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(hostile, hostile.map((text) => `/${text}`), fc.string({ unit: "binary" }), fc.webUrl()), (wanted) => {
        const given = safeReturnTo(wanted);
        expect(given.startsWith("/")).toBe(true);
        expect(target(given).origin).toBe(ORIGIN);
        expect(new URL(given, "https://other.example").origin).toBe("https://other.example");
        expect(given).not.toMatch(/^\/[/\\]|[\r\n]/);
        expect(safeReturnTo(given)).toBe(given);
      }),
      { numRuns: 3000 },
    );
  });
});
