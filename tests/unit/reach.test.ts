import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversGrants } from "@/lib/access/reach";
import type { Viewer } from "@/lib/session/viewer";

const HERE = "11111111-1111-7111-8111-111111111111";
const THERE = "22222222-2222-7222-8222-222222222222";

const NAMES = ["users.view", "users.ban", "audit.view", "users.*", "*"];

/** The three fields that reach is decided by. */
const viewer = (held: { here: string[]; platform: string[] }) =>
  ({ organizationId: HERE, permissions: [...held.here, ...held.platform], platformPermissions: held.platform }) as unknown as Viewer;

const subset = fc.subarray(NAMES);

describe("coversGrants", () => {
  it("covers what is held, where it is held", () => {
    const manager = viewer({ here: ["users.*"], platform: ["audit.view"] });
    expect(coversGrants(manager, [])).toBe(true);
    expect(coversGrants(manager, [{ permission: "users.ban", organizationId: HERE }])).toBe(true);
    expect(coversGrants(manager, [{ permission: "users.*", organizationId: HERE }])).toBe(true);
    expect(coversGrants(manager, [{ permission: "users.ban", organizationId: THERE }])).toBe(false);
    expect(coversGrants(manager, [{ permission: "users.ban", organizationId: null }])).toBe(false);
    expect(coversGrants(manager, [{ permission: "audit.view", organizationId: THERE }])).toBe(true);
    expect(coversGrants(manager, [{ permission: "*", organizationId: HERE }])).toBe(false);
  });

  it("everybody covers what they hold themselves; holding more never covers less", () => {
    fc.assert(fc.property(subset, subset, subset, (here, platform, more) => {
      const own = [...here.map((permission) => ({ permission, organizationId: HERE })), ...platform.map((permission) => ({ permission, organizationId: null }))];
      expect(coversGrants(viewer({ here, platform }), own)).toBe(true);
      expect(coversGrants(viewer({ here: [...here, ...more], platform }), own)).toBe(true);
    }));
  });

  it("nobody without `*` on the platform covers it there", () => {
    fc.assert(fc.property(subset, subset, (here, platform) => {
      expect(coversGrants(viewer({ here, platform }), [{ permission: "*", organizationId: null }])).toBe(platform.includes("*"));
    }));
  });
});
