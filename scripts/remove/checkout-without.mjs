import { spawnSync } from "node:child_process";
import { makeScratchCopy } from "../prove/sabotage/scratch-copy.mjs";

/**
 * A copy of this checkout without a feature, as `npm run remove` leaves it. `remove()` it.
 *
 * @param {string} name @returns {{ root: string, remove(): void }}
 * @throws Error with what the command said where it failed
 */
export function checkoutWithout(name) {
  const { root, remove } = makeScratchCopy();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/remove.mjs", name, "--force"], { cwd: root, encoding: "utf8" });
  if (status === 0) return { root, remove };
  remove();
  throw new Error(`npm run remove -- ${name} failed:\n${stdout}${stderr}`);
}
