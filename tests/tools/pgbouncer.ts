/** A real pgbouncer in transaction mode, on loopback, before the database of a connection string. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export const hasPgbouncer = (): boolean => spawnSync("pgbouncer", ["--version"]).status === 0;

export interface Pooler {
  url: string;
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
  let last: unknown;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      last = error;
      await sleep(50);
    }
  }
  throw new Error("pgbouncer did not become ready within five seconds", { cause: last });
}

/** Two server connections for any number of clients, so that a session's state would soon be somebody else's. */
export async function startPgbouncer(databaseUrl: string): Promise<Pooler> {
  const target = new URL(databaseUrl);
  const name = target.pathname.slice(1);
  const port = await freePort();
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-pgbouncer-"));
  const file = path.join(directory, "pgbouncer.ini");
  const password = target.password ? ` password=${decodeURIComponent(target.password)}` : "";
  const settings = [
    "[databases]",
    `${name} = host=${target.hostname} port=${target.port || 5432} dbname=${name} user=${decodeURIComponent(target.username)}${password}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 2",
    "max_client_conn = 100",
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  // pgbouncer refuses to run as root; whoever it becomes has to read its file.
  const isRoot = process.getuid?.() === 0;
  chmodSync(directory, 0o755);
  const child = spawn("pgbouncer", [...(isRoot ? ["-u", "nobody"] : []), "-q", file], { stdio: "ignore" });
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  await untilReady(url.href).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { url: url.href, close };
}
