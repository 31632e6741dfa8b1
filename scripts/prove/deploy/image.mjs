/**
 * The Dockerfile's own steps, without a Docker engine: each stage in a folder of its own, RUN as a user who owns nothing
 * else, and the last stage served from a tree that this user cannot write to, with the base image's version of Node where
 * the registry gives it. What differs from an image: `/` is not replaced, and what Node is linked to is this machine's.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { findFreePort } from "../../launch/free-port.mjs";
import { copyContext } from "./build-context.mjs";
import { parseDockerfile, readCommand, readCopy, readEnv } from "./dockerfile.mjs";
import { fetchNode } from "./nodes.mjs";
import { endInFlight, signIn, waitUntilReady } from "./server.mjs";
import { isRoot } from "./stranger.mjs";

const SIZE_MAX_MB = 150;
const PERSON = { email: "first@example.org", password: "A long enough phrase 77" };
const SECRET = "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma";

/** Performs a stage's WORKDIR, ENV, COPY and RUN in `root`, which stands for `/`. */
async function performStage(stage, root, { scratch, context, roots, stranger }) {
  let workdir = "/";
  const { env: node, version } = await nodeOf(stage, { scratch, stranger });
  const env = { ...node };
  const inside = (place) => path.join(root, path.resolve(workdir, place));
  const isLast = stage.name === undefined;
  for (const { keyword, text } of stage.instructions) {
    if (keyword === "WORKDIR") {
      workdir = path.resolve(workdir, text);
      mkdirSync(inside("."), { recursive: true });
    } else if (keyword === "ENV") Object.assign(env, readEnv(text));
    else if (keyword === "COPY") copy(readCopy(text), inside, roots, context);
    else if (keyword === "RUN") {
      if (!isLast) stranger.give(root);
      await stranger.run(["/bin/sh", "-c", text], { cwd: inside("."), env });
    }
  }
  return { directory: inside("."), env, version };
}

async function nodeOf({ base }, tools) {
  const [, wanted = ""] = /^node:(\d+)/.exec(base) ?? [];
  return fetchNode(tools, wanted).catch(() => ({ env: {}, version: `${process.version} instead` }));
}

function copy({ from, sources, target }, inside, roots, context) {
  for (const source of sources) {
    const origin = path.join(from ? roots.get(from) : context, source);
    if (!existsSync(origin)) throw new Error(`COPY ${source}: it is not there`);
    const isFolder = statSync(origin).isDirectory();
    const place = isFolder || !target.endsWith("/") ? inside(target) : path.join(inside(target), path.basename(source));
    cpSync(origin, place, { recursive: true, verbatimSymlinks: true });
  }
}

/** Every file with its size and time of change: what a write would alter. */
function snapshot(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`)
    .join("\n");
}

function makeReadOnly(folder) {
  if (isRoot) execFileSync("chown", ["-R", "root:root", folder]);
  execFileSync("chmod", ["-R", "a-w,a+rX", folder]);
}

/** @param {{ root: string, scratch: string, stranger: object, databases: object, proof: object }} tools */
export async function proveImage({ root, scratch, stranger, databases, proof }) {
  await proof.group("image", async (step) => {
    const stages = parseDockerfile(readFileSync(path.join(root, "Dockerfile"), "utf8"));
    const context = path.join(scratch, "context");
    const roots = new Map(stages.map(({ name }, index) => [name ?? `stage-${index}`, path.join(scratch, "stages", name ?? `stage-${index}`)]));
    let image;

    await step("build context, without what .dockerignore names", () => {
      const files = copyContext(root, context);
      const leaked = [".git", ".env", ".data", "node_modules"].filter((name) => existsSync(path.join(context, name)));
      if (leaked.length > 0) throw new Error(`${leaked.join(", ")} would be sent`);
      return { note: `${files} files` };
    });
    for (const [index, stage] of stages.entries()) {
      await step(`stage ${stage.name ?? "served"}, from ${stage.base}`, async () => {
        image = await performStage(stage, [...roots.values()][index], { scratch, context, roots, stranger });
        return { note: `Node ${image.version}` };
      });
    }
    makeReadOnly(image.directory);
    await step(`smaller than ${SIZE_MAX_MB} MB`, () => {
      const megabytes = Math.round(Number(execFileSync("du", ["-sk", image.directory], { encoding: "utf8" }).split("\t")[0]) / 1024);
      if (megabytes >= SIZE_MAX_MB) throw new Error(`${megabytes} MB`);
      return { note: `${megabytes} MB` };
    });
    await serve({ image, stage: stages.at(-1), step, stranger, databases });
  });
}

async function serve({ image, stage, step, stranger, databases }) {
  const database = await databases.create("image");
  const port = await findFreePort();
  const env = {
    ...image.env,
    PORT: String(port),
    DATABASE_URL: database,
    AUTH_SECRET: SECRET,
    METRICS_TOKEN: SECRET,
    APP_URL: `http://localhost:${port}`,
    ADMIN_EMAIL: PERSON.email,
    ADMIN_PASSWORD: PERSON.password,
  };
  const options = { cwd: image.directory, env };
  let server;

  await step("three migrations at once leave one result", async () => {
    const said = await Promise.all([1, 2, 3].map(() => stranger.run(["node", "migrate.mjs"], options)));
    const applied = said.filter((text) => text.includes("Applied ")).length;
    const rows = await databases.query(database, "SELECT count(*)::int AS done, count(DISTINCT migration_name)::int AS names FROM _prisma_migrations");
    if (applied !== 1 || rows[0].done !== rows[0].names) throw new Error(`${applied} of them applied something; ${JSON.stringify(rows[0])}`);
    return { trials: 3 };
  });
  await step("an image without a secret refuses to serve", async () => {
    const bare = stranger.start(readCommand(stage, "CMD"), { cwd: image.directory, env: { ...image.env, PORT: String(port) } });
    const code = await bare.ended;
    if (code !== 1 || !bare.said().includes("AUTH_SECRET is not set")) throw new Error(`ended with ${code}: ${bare.said().slice(-300)}`);
  });
  const before = snapshot(image.directory);
  await step("starts as another user, ready with its database", async () => {
    server = stranger.start(readCommand(stage, "CMD"), options);
    await waitUntilReady({ port, process: server });
  });
  try {
    await step("its own health check passes", () => stranger.run(readCommand(stage, "HEALTHCHECK"), options).then(() => undefined));
    await step("somebody signs in, pages and files are served", () => signIn(port, PERSON));
    await step("/metrics answers to its token alone", async () => {
      const ask = (authorization) => fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization } });
      const [right, wrong] = [await ask(`Bearer ${SECRET}`), await ask("Bearer x")];
      const text = await right.text();
      if (right.status !== 200 || wrong.status !== 401 || !text.includes('gatehouse_logins_total{outcome="success"} 1')) throw new Error(`${right.status}, ${wrong.status}: ${text.slice(0, 400)}`);
    });
    await step("SIGTERM: nothing new, the request in flight answered, exit 0", () => endInFlight({ port, process: server }, PERSON));
    await step("it wrote nothing into its tree", () => {
      if (snapshot(image.directory) !== before) throw new Error("files changed");
      const refused = /.*(EACCES|EROFS|read-only file system).*/i.exec(server.said());
      if (refused) throw new Error(refused[0]);
    });
  } finally {
    server.child.kill("SIGKILL");
  }
}
