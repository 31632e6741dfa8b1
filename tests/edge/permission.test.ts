import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { satisfies } from "@/lib/edge/access";
import { permits } from "@/lib/edge/permission";

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const permission = fc.tuple(word, word).map(([resource, action]) => `${resource}.${action}`);
const held = fc.array(fc.oneof(permission, word.map((resource) => `${resource}.*`)), { maxLength: 8 });

describe("permits", () => {
  it("grants nothing to nobody", () => {
    fc.assert(fc.property(permission, (wanted) => !permits([], wanted)));
  });

  it("grants what is held, and everything to *", () => {
    fc.assert(fc.property(held, permission, (have, wanted) => permits([...have, wanted], wanted) && permits([...have, "*"], wanted)));
  });

  it("never takes anything away when more is held", () => {
    fc.assert(fc.property(held, held, permission, (some, more, wanted) => !permits(some, wanted) || permits([...more, ...some], wanted)));
  });

  it("grants a resource's wildcard its own actions and no other resource's", () => {
    fc.assert(fc.property(word, permission, (resource, wanted) => permits([`${resource}.*`], wanted) === (wanted.split(".")[0] === resource)));
  });

  it("agrees with an independent reading by regular expression", () => {
    const oracle = (have: string[], wanted: string) =>
      have.some((entry) => new RegExp(`^${entry.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(wanted)) ||
      (have.includes("rbac.admin") && /^(?:roles|permissions|rbac)\./.test(wanted));
    const names = fc.constantFrom("roles.view", "permissions.edit", "rbac.admin", "rbac.export", "users.view", "users.ban", "roless.view");
    const grants = fc.constantFrom("*", "roles.*", "users.*", "rbac.admin", "rbac.export", "users.view", "roles.view");
    fc.assert(fc.property(fc.array(grants, { maxLength: 4 }), names, (have, wanted) => permits(have, wanted) === oracle(have, wanted)));
  });

  it.each([
    [["rbac.admin"], "roles.delete", true],
    [["rbac.admin"], "permissions.create", true],
    [["rbac.admin"], "rbac.import", true],
    [["rbac.admin"], "users.view", false],
    [["users.*"], "users.*", true],
    [["users.view", "users.edit"], "users.*", false],
    [["users.*"], "*", false],
    [["users.*"], "usersx.view", false],
    [["*"], "", false],
    [["users"], "users.view", false],
    [["Users.view"], "users.view", false],
  ])("%j for %s: %s", (have, wanted, expected) => {
    expect(permits(have, wanted)).toBe(expected);
  });
});

describe("satisfies", () => {
  it("asks for all or any, and an empty list grants nobody", () => {
    expect(satisfies({ kind: "permission", mode: "all", permissions: ["a.b", "c.d"] }, ["a.*"])).toBe(false);
    expect(satisfies({ kind: "permission", mode: "any", permissions: ["a.b", "c.d"] }, ["a.*"])).toBe(true);
    expect(satisfies({ kind: "permission", mode: "all", permissions: [] }, ["*"])).toBe(false);
    expect(satisfies({ kind: "permission", mode: "any", permissions: [] }, ["*"])).toBe(false);
  });

  it("leaves rows and mere sign-in to others", () => {
    expect(satisfies({ kind: "own-or-any", permissions: ["sessions.revoke"] }, [])).toBe(true);
    expect(satisfies({ kind: "signed-in" }, [])).toBe(true);
    expect(satisfies({ kind: "anyone" }, [])).toBe(true);
  });
});
