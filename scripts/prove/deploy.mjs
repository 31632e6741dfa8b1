/**
 * `npm run prove deploy [-- --only=image,npm,ignore-scripts,pnpm,node-22,…] [-- --keep]`: the Dockerfile's steps, clones
 * installed in three ways, Vercel's build, and a clone under each version of Node. Needs Linux, git and the package
 * registry; as root it works as another user, and says so where not.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../launch/settings.mjs";
import { PNPM, proveClone, proveVercel } from "./deploy/clone.mjs";
import { openDatabases } from "./deploy/databases.mjs";
import { proveImage } from "./deploy/image.mjs";
import { fetchNode, NODES } from "./deploy/nodes.mjs";
import { isRoot, makeStranger } from "./deploy/stranger.mjs";
import { startProof } from "./start-proof.mjs";

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7).split(",");
const isAsked = (part) => only === undefined || only.includes(part);

const proof = startProof("deploy");
const scratch = mkdtempSync(path.join(tmpdir(), "gatehouse-deploy-"));
chmodSync(scratch, 0o755);
const databases = await openDatabases(path.join(scratch, "data"));
const tools = { root: repositoryRoot, scratch, stranger: makeStranger(scratch), databases, proof };
if (!isRoot) proof.skip("image", "as another user", "not started as root: everything ran as the same user");

try {
  if (isAsked("image")) await proveImage(tools);
  if (isAsked("npm")) await proveClone(tools, { name: "npm", install: ["npm", "install"] }, proveVercel(tools));
  if (isAsked("ignore-scripts")) await proveClone(tools, { name: "npm --ignore-scripts", install: ["npm", "install", "--ignore-scripts"] });
  if (isAsked("pnpm")) await provePnpm();
  for (const version of NODES) if (isAsked(`node-${version}`)) await proveNode(version);
} finally {
  await databases.close();
  if (process.argv.includes("--keep")) console.log(`Kept: ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
}
proof.finish();

async function proveNode(version) {
  let node;
  try {
    node = await fetchNode(tools, version);
  } catch (error) {
    proof.skip(`Node ${version}`, "install, check, build and start", `it cannot be had here: ${error.message.slice(0, 200)}`);
    return;
  }
  const { env } = node;
  await proveClone(tools, { name: `Node ${node.version.slice(1)}`, install: ["npm", "ci"], env }, async (folder, step) => {
    await step("npm run check", async () => ({ note: (await tools.stranger.run(["npm", "run", "check"], { cwd: folder, env })).trim().split("\n").at(-1) }));
  });
}

async function provePnpm() {
  const bin = path.join(scratch, "tools");
  try {
    await tools.stranger.run(["npm", "install", "--prefix", bin, PNPM], { cwd: path.join(scratch, "home") });
  } catch (error) {
    proof.skip("pnpm", "install and build", `${PNPM} cannot be had here: ${error.message.slice(0, 200)}`);
    return;
  }
  const env = { PATH: `${path.join(bin, "node_modules/.bin")}:${process.env.PATH}` };
  await proveClone(tools, { name: "pnpm", install: [path.join(bin, "node_modules/.bin/pnpm"), "install"], env });
}
