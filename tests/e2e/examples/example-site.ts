/** An example application as its README has it built, on an origin of its own, beside an API that allows this origin. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findFreePort } from "../../../scripts/launch/free-port.mjs";
import { type Instance, ownServers } from "../support/own-servers";

const ROOT = path.join(import.meta.dirname, "../../..");
const VITE = path.join(path.dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");
const START_PATIENCE_MS = 60_000;

/** For a build, a server and its pages, on a machine that has other things to do. Milliseconds. */
export const SITE_PATIENCE_MS = 240_000;

export interface ExampleSite {
  origin: string;
  api: Instance;
  end(): Promise<void>;
}

interface ExampleOptions {
  /** Folder below `examples`. */
  name: string;
  /** The page's; the API is at localhost. */
  host: "localhost" | "127.0.0.1";
  delivery: "cookies_only" | "body_only" | "dual";
}

/** Nothing of the shell's configuration reaches a build. */
const environment = (more: Record<string, string>) => ({ NODE_ENV: "production" as const, PATH: process.env.PATH, HOME: process.env.HOME, ...more });

export async function exampleSite({ name, host, delivery }: ExampleOptions): Promise<ExampleSite> {
  const port = String(await findFreePort());
  const origin = `http://${host}:${port}`;
  const folder = path.join("examples", name);
  const output = mkdtempSync(path.join(tmpdir(), `gatehouse-${name}-`));
  const servers = await ownServers({ env: { TOKEN_DELIVERY: delivery, CORS_ORIGINS: origin } });
  const [api] = servers.instances;
  if (!api) throw new Error("there is no server");
  const ends: (() => Promise<void> | void)[] = [() => rmSync(output, { recursive: true, force: true }), () => servers.end()];
  const end = async () => {
    for (const stop of ends.reverse()) await stop();
  };
  try {
    await promisify(execFile)(process.execPath, [VITE, "build", folder, "--outDir", output], { cwd: ROOT, env: environment({ VITE_API_BASE_URL: api.url }) });
    const preview = spawn(process.execPath, [VITE, "preview", folder, "--outDir", output, "--host", host, "--port", port, "--strictPort"], { cwd: ROOT, env: environment({}), stdio: "ignore" });
    ends.push(() => stop(preview));
    await answering(origin, preview);
    return { origin, api, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await fetch(origin).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`nothing answers at ${origin}`);
    await sleep(100);
  }
}
