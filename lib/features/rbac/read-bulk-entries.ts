import { z } from "zod";
import type { NewPermission } from "./insert-permissions";
import { newPermissionFields } from "./schema";

export interface SkippedEntry {
  index: number;
  name: string | null;
  reason: string;
}

const entry = z.strictObject(newPermissionFields);

const nameOf = (raw: unknown): string | null => {
  const name: unknown = typeof raw === "string" ? raw : (raw as { name?: unknown } | null)?.name;
  return typeof name === "string" ? name.slice(0, 100) : null;
};

/** What of a bulk request can be made, each name once; the rest with a reason. Whether a name is taken, only the insert knows. */
export function readBulkEntries(raw: readonly unknown[]): { entries: (NewPermission & { index: number })[]; skipped: SkippedEntry[] } {
  const entries = new Map<string, NewPermission & { index: number }>();
  const skipped: SkippedEntry[] = [];
  raw.forEach((given, index) => {
    const parsed = entry.safeParse(typeof given === "string" ? { name: given } : given);
    if (!parsed.success) skipped.push({ index, name: nameOf(given), reason: parsed.error.issues[0]?.message ?? "This is not valid." });
    else if (entries.has(parsed.data.name)) skipped.push({ index, name: parsed.data.name, reason: "This name came before." });
    else entries.set(parsed.data.name, { ...parsed.data, index });
  });
  return { entries: [...entries.values()], skipped };
}
