/** A file of roles and permissions: what an export says and an import reads. Names, not ids, tie its parts together. No server imports. */
import { z } from "zod";
import { categoryField, descriptionField, grantField, permissionDisplayNameField, permissionNameField, roleDisplayNameField, roleNameField, wirePermission, wireRoleSummary } from "./schema";

/** Ten thousand of one's own, the product's, and some air: what is exported can be imported. The body's length is bounded as well. */
const ENTRIES_MAX = 20_000;
const ROLES_MAX = 1000;
const PAIRS_MAX = 50_000;

export const exportOutput = z.object({
  roles: z.array(wireRoleSummary.extend({ permissions: z.array(z.string()).meta({ description: "Names and wildcards, as they are stored" }) })),
  permissions: z.array(wirePermission),
  role_permissions: z.array(z.object({ role: z.string(), permission: z.string() })).meta({ description: "The same once more, pair by pair" }),
});

/** What an answer of ours says beside it is read and left alone: it follows from the name, or is the database's own. */
const leftAlone = {
  resource: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  created_at: z.string().max(50).nullish(),
  updated_at: z.string().max(50).nullish(),
  users_count: z.number().optional(),
};

const permissionEntry = z.strictObject({
  ...leftAlone,
  id: z.uuid().optional(),
  name: permissionNameField,
  display_name: permissionDisplayNameField.nullish(),
  description: descriptionField.nullish(),
  category: categoryField.nullish(),
  is_system: z.boolean().optional(),
});

const heldEntry = z.union([grantField, z.object({ name: grantField }).transform(({ name }) => name)], { error: "Write it as resource.action, resource.* or *, or as an object with that name." });

const roleEntry = z.strictObject({
  ...leftAlone,
  id: z.uuid().optional(),
  name: roleNameField,
  display_name: roleDisplayNameField.nullish(),
  description: descriptionField.nullish(),
  is_system: z.boolean().optional(),
  permissions: z.array(heldEntry).max(ENTRIES_MAX).optional().meta({ description: "Names, wildcards or permissions; left out: what the role holds stays" }),
  grants: z.array(grantField).max(ENTRIES_MAX).optional().meta({ description: "As permissions" }),
});

const duplicates = (names: readonly string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];

/** Quick for the usual case of none; `duplicates` alone is quadratic. */
const areUnique = (entries: readonly { name: string }[]): boolean => new Set(entries.map(({ name }) => name)).size === entries.length;

const sayTwice = { error: (issue: { input?: unknown }) => `Each name once. Twice: ${duplicates((issue.input as { name: string }[]).map(({ name }) => name)).slice(0, 5).join(", ")}.` };

export const importInput = z.strictObject({
  permissions: z.array(permissionEntry).max(ENTRIES_MAX).refine(areUnique, sayTwice).default([]),
  roles: z.array(roleEntry).max(ROLES_MAX).refine(areUnique, sayTwice).default([]),
  role_permissions: z.array(z.object({ role: roleNameField, permission: grantField })).max(PAIRS_MAX).default([]),
});
export type ImportFile = z.output<typeof importInput>;

export const importQuery = z.object({
  dry_run: z.enum(["true", "false"]).default("false").transform((value) => value === "true").meta({ description: "Says what would happen, and writes nothing" }),
});

const refusedEntry = z.object({ kind: z.enum(["permission", "role"]), name: z.string(), code: z.string(), reason: z.string() });
export type RefusedEntry = z.infer<typeof refusedEntry>;

export const importReport = z.object({
  dry_run: z.boolean(),
  permissions_created: z.number().int(),
  permissions_changed: z.number().int(),
  permissions_skipped: z.number().int(),
  roles_created: z.number().int(),
  roles_changed: z.number().int(),
  roles_skipped: z.number().int(),
  refused: z.array(refusedEntry).meta({ description: "Of a dry run: why the import would be refused" }),
  permissions: z.array(z.object({ name: z.string(), outcome: z.enum(["created", "changed"]) })).meta({ description: "The first 200" }),
  roles: z
    .array(z.object({ name: z.string(), outcome: z.enum(["created", "changed"]), added: z.array(z.string()), removed: z.array(z.string()) }))
    .meta({ description: "The first 200, each with the first 200 of what it would hold more and less" }),
});
export type ImportReport = z.infer<typeof importReport>;
