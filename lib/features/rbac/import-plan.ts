/** What an import would do, decided before anything is written. Pure: the rules of single changes, applied to a whole file. */
import { compilePermissions } from "@/lib/access/compile-permissions";
import { GRANT_OUT_OF_REACH } from "@/lib/features/admin/errors";
import { OWN_ROLE, ROLE_OUT_OF_REACH, SYSTEM_ROLE } from "./errors";
import type { RoleToChange } from "./guard-role";
import type { ImportFile, RefusedEntry } from "./import-schema";
import type { WirePermission } from "./schema";

/** What is there, by name, and what the viewer holds on the whole platform. */
export interface Standing {
  permissions: ReadonlyMap<string, WirePermission>;
  roles: ReadonlyMap<string, RoleToChange>;
  held: readonly string[];
}

type PermissionEntry = ImportFile["permissions"][number];
type RoleEntry = ImportFile["roles"][number];

export interface PlannedRole {
  entry: RoleEntry;
  existing: RoleToChange | null;
  added: string[];
  removed: string[];
}

export interface ImportPlan {
  permissions: { create: PermissionEntry[]; change: { entry: PermissionEntry; existing: WirePermission }[]; skipped: number };
  roles: { create: PlannedRole[]; change: PlannedRole[]; skipped: number };
  refused: RefusedEntry[];
}

const SYSTEM_ENTRY = { code: "SYSTEM_OBJECT", message: "System objects come with the product. Leave is_system out." };
const UNKNOWN_PERMISSION = { code: "UNKNOWN_PERMISSION", message: "No permission has this name, here or in the file:" };

export function planImport(file: ImportFile, standing: Standing): ImportPlan {
  const plan: ImportPlan = { permissions: { create: [], change: [], skipped: 0 }, roles: { create: [], change: [], skipped: 0 }, refused: [] };
  for (const entry of file.permissions) planPermission(plan, entry, standing);
  const known = new Set([...standing.permissions.keys(), ...file.permissions.map(({ name }) => name)]);
  const isHeld = compilePermissions(standing.held);
  const pairs = pairsByRole(file);
  for (const entry of file.roles) planRole(plan, { entry, wanted: wantedBy(entry, pairs.get(entry.name)), existing: standing.roles.get(entry.name) ?? null, known, isHeld });
  const named = new Set(file.roles.map(({ name }) => name));
  for (const name of pairs.keys()) if (!named.has(name)) plan.refused.push({ kind: "role", name, code: "UNKNOWN_ROLE", reason: "role_permissions names a role that the file does not have." });
  return plan;
}

/** Texts of built-in permissions are the product's: a file from another release may have others, and they stay as they are. */
function planPermission({ permissions, refused }: ImportPlan, entry: PermissionEntry, standing: Standing): void {
  const existing = standing.permissions.get(entry.name);
  if (entry.is_system && !existing?.is_system) refused.push({ kind: "permission", name: entry.name, code: SYSTEM_ENTRY.code, reason: SYSTEM_ENTRY.message });
  else if (!existing) permissions.create.push(entry);
  else if (existing.is_system || !differs(entry, existing)) permissions.skipped += 1;
  else permissions.change.push({ entry, existing });
}

/** A text that the file leaves out, or says null for where one must be, stays. */
const differs = (entry: PermissionEntry, existing: WirePermission): boolean =>
  (Boolean(entry.display_name) && entry.display_name !== existing.display_name) ||
  (Boolean(entry.category) && entry.category !== existing.category) ||
  (entry.description !== undefined && (entry.description || null) !== existing.description);

function pairsByRole({ role_permissions: pairs }: ImportFile): Map<string, string[]> {
  const byRole = new Map<string, string[]>();
  for (const { role, permission } of pairs) {
    const named = byRole.get(role) ?? [];
    named.push(permission);
    byRole.set(role, named);
  }
  return byRole;
}

/** undefined: the file does not say what the role holds. */
function wantedBy({ permissions, grants }: RoleEntry, pairs: string[] | undefined): string[] | undefined {
  if (!permissions && !grants && !pairs) return undefined;
  return [...new Set([...(permissions ?? []), ...(grants ?? []), ...(pairs ?? [])])].sort();
}

interface RoleStep {
  entry: RoleEntry;
  wanted: string[] | undefined;
  existing: RoleToChange | null;
  known: ReadonlySet<string>;
  isHeld: (permission: string) => boolean;
}

function planRole({ roles, refused }: ImportPlan, step: RoleStep): void {
  const { entry, wanted, existing } = step;
  const before = new Set(existing?.grants);
  const after = new Set(wanted ?? existing?.grants);
  const planned = { entry, existing, added: [...after].filter((name) => !before.has(name)), removed: [...before].filter((name) => !after.has(name)) };
  const isSame = planned.added.length + planned.removed.length === 0 && !(existing && textsDiffer(entry, existing));
  const refusal = refusalOf(step, planned, isSame);
  if (refusal) refused.push({ kind: "role", name: entry.name, code: refusal.code, reason: refusal.message });
  else if (!existing) roles.create.push(planned);
  else if (existing.isSystem || isSame) roles.skipped += 1;
  else roles.change.push(planned);
}

const textsDiffer = (entry: RoleEntry, existing: RoleToChange): boolean =>
  (Boolean(entry.display_name) && entry.display_name !== existing.displayName) || (entry.description !== undefined && (entry.description || null) !== existing.description);

/** The rules of single changes: guard-role.ts. */
function refusalOf({ entry, existing, known, isHeld }: RoleStep, { added, removed }: PlannedRole, isSame: boolean): { code: string; message: string } | null {
  if (entry.is_system && !existing?.isSystem) return SYSTEM_ENTRY;
  if (existing?.isSystem) return added.length + removed.length > 0 ? SYSTEM_ROLE : null;
  if (existing && !isSame && existing.isOwn) return OWN_ROLE;
  if (existing && !isSame && !existing.grants.every(isHeld)) return ROLE_OUT_OF_REACH;
  const unknown = added.filter((name) => !name.endsWith("*") && !known.has(name));
  if (unknown.length > 0) return { code: UNKNOWN_PERMISSION.code, message: `${UNKNOWN_PERMISSION.message} ${unknown.slice(0, 5).join(", ")}.` };
  return added.every(isHeld) ? null : GRANT_OUT_OF_REACH;
}
