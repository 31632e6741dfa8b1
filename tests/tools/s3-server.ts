/** A real server that speaks S3 and checks signatures, on loopback, that can be frozen and killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = path.join(import.meta.dirname, "s3-server-process.mjs");
const OBJECT = "._S3rver_object";
const BUCKET = "pictures";
/** s3rver knows this id alone; it never looks at a secret, which is checked before it. */
const KEY_ID = "S3RVER";
const SECRET = "of-the-tests-alone";

export interface S3Server {
  /** What makes Gatehouse keep its files here. */
  variables: Record<string, string>;
  /** The keys of the objects that are on the server's disk now. */
  keys(): string[];
  freeze(): void;
  thaw(): void;
  /** SIGKILL; objects stay. */
  kill(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await fetch(url).then(() => true, () => false)) return;
    await sleep(50);
  }
  throw new Error("the S3 server did not become ready within ten seconds");
}

/** Starts a server with one empty bucket and one key. */
export async function startS3Server(): Promise<S3Server> {
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-s3-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async () => {
    child = spawn(process.execPath, [PROGRAM, directory, String(port), BUCKET, KEY_ID, SECRET], { stdio: "ignore" });
    await untilReady(url);
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    variables: {
      STORAGE: "s3",
      S3_ENDPOINT: url,
      S3_REGION: "us-east-1",
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: KEY_ID,
      S3_SECRET_ACCESS_KEY: SECRET,
    },
    keys() {
      const folder = path.join(directory, BUCKET);
      if (!existsSync(folder)) return [];
      return readdirSync(folder).filter((name) => name.endsWith(OBJECT)).map((name) => name.slice(0, -OBJECT.length));
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    kill,
    start,
    async close() {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
