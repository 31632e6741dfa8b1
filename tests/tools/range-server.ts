/** A server on loopback that speaks the range search of haveibeenpwned.com, with its faults. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Bytes in place of the list, a status, an answer that never comes, or one that never ends. */
export type RangeFault = { raw: string; status?: number; location?: string } | "silence" | "flood";

export interface RangeServer {
  url: string;
  requests: { path: string; headers: IncomingMessage["headers"] }[];
  fault: RangeFault | null;
  /** From now on `password` has been seen so often; 0 is how padding looks. */
  breach(password: string, count?: number): void;
  close(): Promise<void>;
}

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();

export async function startRangeServer(): Promise<RangeServer> {
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    range.requests.push({ path, headers: request.headers });
    const { fault } = range;
    if (fault === "silence") return;
    if (fault === "flood") {
      const pour = () => {
        while (!response.destroyed && response.write("0".repeat(65_536)));
      };
      response.on("drain", pour);
      return pour();
    }
    if (fault) return void response.writeHead(fault.status ?? 200, fault.location ? { location: fault.location } : {}).end(fault.raw);
    const prefix = /^\/range\/([0-9A-F]{5})$/.exec(path)?.[1];
    if (!prefix) return void response.writeHead(400).end();
    const found = [...seen].filter(([hash]) => hash.startsWith(prefix)).map(([hash, count]) => `${hash.slice(5)}:${count}`);
    const padding = Array.from({ length: 800 }, () => `${randomBytes(18).toString("hex").slice(0, 35).toUpperCase()}:0`);
    response.end([...found, ...padding].sort().join("\r\n"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const range: RangeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`,
    requests: [],
    fault: null,
    breach: (password, count = 3) => void seen.set(sha1(password), count),
    async close() {
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
  return range;
}
