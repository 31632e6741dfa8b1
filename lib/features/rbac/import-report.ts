import type { ImportPlan, PlannedRole } from "./import-plan";
import type { ImportReport } from "./import-schema";

const NAMED_MAX = 200;

const roleLine = (outcome: "created" | "changed") => ({ entry, added, removed }: PlannedRole) => ({
  name: entry.name,
  outcome,
  added: added.slice(0, NAMED_MAX),
  removed: removed.slice(0, NAMED_MAX),
});

/** What a plan would do, for people and for the trail: counted in full, named up to a length. */
export function reportOf({ permissions, roles, refused }: ImportPlan): Omit<ImportReport, "dry_run"> {
  return {
    permissions_created: permissions.create.length,
    permissions_changed: permissions.change.length,
    permissions_skipped: permissions.skipped,
    roles_created: roles.create.length,
    roles_changed: roles.change.length,
    roles_skipped: roles.skipped,
    refused: refused.slice(0, NAMED_MAX),
    permissions: [
      ...permissions.create.map(({ name }) => ({ name, outcome: "created" as const })),
      ...permissions.change.map(({ entry }) => ({ name: entry.name, outcome: "changed" as const })),
    ].slice(0, NAMED_MAX),
    roles: [...roles.create.map(roleLine("created")), ...roles.change.map(roleLine("changed"))].slice(0, NAMED_MAX),
  };
}
