import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allows, asksForAnything } from "@/components/auth/allows";

const held = { permissions: ["users.view", "audit.*"], roles: ["manager"] };

describe("a gate", () => {
  it.each([
    ["one permission", { permission: "users.view" }, true],
    ["one that is not held", { permission: "users.ban" }, false],
    ["a wildcard that covers it", { permission: "audit.export" }, true],
    ["any of several", { permissions: ["users.ban", "users.view"] }, true],
    ["none of several", { permissions: ["users.ban", "roles.view"] }, false],
    ["all of several", { permissions: ["users.view", "audit.view"], requireAll: true }, true],
    ["not all of several", { permissions: ["users.view", "users.ban"], requireAll: true }, false],
    ["one beside several: all", { permission: "users.view", permissions: ["users.ban"], requireAll: true }, false],
    ["a role", { role: "manager" }, true],
    ["another role", { role: "admin" }, false],
    ["any of several roles", { roles: ["admin", "manager"] }, true],
    ["the role where the permission is missing", { permission: "users.ban", role: "manager" }, true],
    ["the permission where the role is missing", { permission: "users.view", roles: ["admin"] }, true],
    ["neither", { permission: "users.ban", roles: ["admin"] }, false],
    ["nothing asked", {}, false],
    ["empty lists", { permissions: [], roles: [] }, false],
    ["all of an empty list", { permissions: [], requireAll: true }, false],
    ["an empty name", { permission: "", role: "" }, false],
  ])("%s", (_title, criteria, expected) => {
    expect(allows(criteria, held)).toBe(expected);
    expect(allows(criteria, null)).toBe(false);
  });

  it("that asks for more opens to nobody new, where all is required", () => {
    const name = fc.constantFrom("users.view", "users.ban", "audit.view", "roles.edit");
    const lists = fc.tuple(fc.array(name, { minLength: 1 }), name, fc.array(name));
    fc.assert(
      fc.property(lists, ([permissions, more, mine]) => {
        const person = { permissions: mine, roles: [] };
        const before = allows({ permissions, requireAll: true }, person);
        return before || !allows({ permissions: [...permissions, more], requireAll: true }, person);
      }),
    );
  });

  it("knows whether it asks for anything", () => {
    expect([asksForAnything({}), asksForAnything({ requireAll: true }), asksForAnything({ permissions: [] }), asksForAnything({ role: "x" })]).toEqual([false, false, true, true]);
  });
});
