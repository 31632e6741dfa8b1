import { readdirSync } from "node:fs";
import path from "node:path";

/** Made by tools, or a record of the past; what is generated is generated anew. */
const NOT_LOOKED_AT = new Set(["node_modules", "lib/generated", "contracts", "prisma/migrations", "docs/conformance.md", "docs/proofs", "docs/proofs.md", "docs/screenshots", "test-results", "playwright-report", "coverage", "public"]);
const HIDDEN_BUT_OURS = new Set([".ci", ".github", ".env.example"]);
const TEXT = /(\.(tsx?|mjs|js|json|prisma|md|css|ya?ml|conf)|\.env\.example|Dockerfile|\.ci\/run)$/;

/**
 * Every text file that a person writes, from the root.
 *
 * @param {string} root @param {string} [folder] @returns {string[]}
 */
export function sourceFiles(root, folder = "") {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (NOT_LOOKED_AT.has(file) || (entry.name.startsWith(".") && !HIDDEN_BUT_OURS.has(file))) return [];
    if (entry.isDirectory()) return sourceFiles(root, file);
    return TEXT.test(file) && !/\.gen\.ts$|^package-lock\.json$/.test(entry.name) ? [file] : [];
  });
}
