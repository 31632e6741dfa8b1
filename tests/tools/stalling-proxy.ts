/**
 * A TCP proxy between the application and its database (or any server), which can fail in the ways that networks do.
 */
import net from "node:net";

export type ProxyMode =
  | "pass"
  /** Nobody listens: connections are refused, and those that stand are cut. */
  | "refuse"
  /** Connections are accepted and stay open, and nothing moves any more: the worst case for timeouts. */
  | "freeze"
  /** Every piece of data arrives `delayMs` late, in order. */
  | "slow";

export interface StallingProxy {
  readonly port: number;
  /** `url` with the proxy's address in place of the target's. */
  through(url: string): string;
  set(mode: ProxyMode, delayMs?: number): Promise<void>;
  close(): Promise<void>;
}

interface Link {
  client: net.Socket;
  target: net.Socket;
}

/** Listens on a free port of 127.0.0.1, at first passing everything. */
export async function startStallingProxy(target: { host: string; port: number }): Promise<StallingProxy> {
  const links = new Set<Link>();
  let mode: ProxyMode = "pass";
  let delayMs = 0;

  const carry = (from: net.Socket, to: net.Socket) => {
    from.on("data", (piece: Buffer) => {
      if (mode === "freeze") return;
      if (mode === "slow") setTimeout(() => to.writable && to.write(piece), delayMs);
      else to.write(piece);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  };

  const server = net.createServer((client) => {
    const link = { client, target: net.connect(target) };
    links.add(link);
    client.once("close", () => links.delete(link));
    carry(link.client, link.target);
    carry(link.target, link.client);
  });
  const listen = (port: number) => new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as net.AddressInfo;

  const cut = () => {
    for (const { client, target: far } of links) for (const socket of [client, far]) socket.destroy();
  };
  const stopListening = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  };

  return {
    port,
    through(url) {
      const changed = new URL(url);
      changed.host = `127.0.0.1:${port}`;
      return changed.href;
    },
    async set(next, nextDelayMs = 0) {
      // What was swallowed while frozen is lost, so such a connection is of no more use.
      if (mode === "freeze" && next !== "freeze") cut();
      mode = next;
      delayMs = nextDelayMs;
      if (next === "refuse") await stopListening();
      else if (!server.listening) await listen(port);
    },
    close: stopListening,
  };
}
