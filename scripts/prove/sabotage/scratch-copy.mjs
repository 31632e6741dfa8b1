/** A copy of this checkout in which code may be broken. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../../launch/settings.mjs";

/** Installed packages, history, builds, data, somebody's settings and what tools keep: nothing that a test reads. */
const LEFT_OUT = /^(node_modules|\.git|\.data|\.vercel|\.env|\.env\.local|\.next.*|test-results|playwright-report|coverage)$/;

/**
 * Real copies of the sources, so that nothing leaks back; installed packages are shared, since nobody breaks those.
 *
 * @returns {{ root: string, apply(edits: import("../../../tests/sabotage/sabotages.mjs").Edit[]): () => void, remove(): void }}
 *   `apply` breaks the copy and gives what mends it
 */
export function makeScratchCopy() {
  const place = mkdtempSync(path.join(tmpdir(), "gatehouse-sabotage-"));
  const root = path.join(place, "copy");
  const isWanted = (source) => !LEFT_OUT.test(path.relative(repositoryRoot, source));
  cpSync(repositoryRoot, root, { recursive: true, filter: isWanted });
  symlinkSync(path.join(repositoryRoot, "node_modules"), path.join(root, "node_modules"), "dir");

  return {
    root,
    apply(edits) {
      const before = new Map();
      for (const { file, find, replace } of edits) {
        const at = path.join(root, file);
        const text = readFileSync(at, "utf8");
        if (!before.has(at)) before.set(at, text);
        if (text.split(find).length !== 2) throw new Error(`${file} does not hold exactly once: ${find}`);
        writeFileSync(at, text.replace(find, () => replace));
      }
      return () => {
        for (const [at, text] of before) writeFileSync(at, text);
      };
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
