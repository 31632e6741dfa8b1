/** Operations that exist in a feature's folder and that its feature.ts forgets. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyOperation } from "@/lib/operation";
import { filesNamed } from "./app-files";

export async function unlistedOperations(root: string, listed: readonly AnyOperation[]): Promise<string[]> {
  const files = filesNamed(root, "lib/features", /^[\w-]+\.ts$/).filter((file) => file.includes("/operations/"));
  const faults: string[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (isOperation(value) && !listed.includes(value)) faults.push(`${file}: ${name} is in no feature of lib/registry.ts`);
    }
  }
  return faults;
}

const isOperation = (value: unknown): value is AnyOperation => typeof value === "object" && value !== null && "access" in value && "http" in value && "run" in value;
