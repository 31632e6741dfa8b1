/** A real redis-server on loopback, without persistence, that can be frozen and killed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const hasRedis = (): boolean => spawnSync("redis-server", ["--version"]).status === 0;

export interface RedisServer {
  url: string;
  /** Sends one command on a connection of its own and returns the raw answer. */
  ask(command: string): Promise<string>;
  freeze(): void;
  thaw(): void;
  /** SIGKILL; what it counted is gone. */
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

function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = net.connect({ port, host: "127.0.0.1" }, () => socket.end(`${command}\r\nQUIT\r\n`));
    socket.setEncoding("utf8").on("data", (piece: string) => (answer += piece));
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}

async function untilReady(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await ask(port, "PING").catch(() => "")).startsWith("+PONG")) return;
    await sleep(50);
  }
  throw new Error("redis-server did not become ready within five seconds");
}

/** Starts on a free port of 127.0.0.1. `close()` it. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-redis-"));
  let child: ChildProcess | undefined;

  const start = async () => {
    const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory];
    child = spawn("redis-server", settings, { stdio: "ignore" });
    await untilReady(port);
  };
  const kill = async () => {
    if (!child) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    child = undefined;
  };

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    ask: (command) => ask(port, command),
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    start,
    kill,
    async close() {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
