/** The files under app/ that Next routes to, and the addresses they answer at. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Files of exactly this name below `directory`, in a stable order, as paths from `root` with forward slashes. */
export function filesNamed(root: string, directory: string, name: RegExp): string[] {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** `app/(app)/admin/users/[id]/page.tsx` answers at `/admin/users/[id]`: groups and slots are no part of an address. */
export function patternOf(file: string): string {
  const segments = file.split("/").slice(1, -1).map(decodeURIComponent);
  return `/${segments.filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith("@")).join("/")}`;
}
