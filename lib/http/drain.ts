/** The orderly end of a server: no new connection, every request in flight answered, then what stands behind it. */
import type { Server } from "node:http";

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseServers?: Set<Server> };
const servers = (shared.gatehouseServers ??= new Set());

/** How often connections are looked at that were kept alive after their last answer. */
const SWEEP_MS = 50;

/** The guard calls it at each connection: Next keeps its server to itself. */
export const rememberServer = (server: Server): void => {
  servers.add(server);
};

/** Resolves to true once every request in flight has its answer; to false where that took longer than `patienceMs`. */
export async function drainServers(patienceMs: number): Promise<boolean> {
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, SWEEP_MS);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const closed = Promise.all([...servers].map((server) => new Promise<void>((done) => void server.close(() => done()))));
  try {
    return await Promise.race([closed.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
    clearInterval(sweep);
  }
}
