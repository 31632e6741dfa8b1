/**
 * The client's address: the right-most hop that is not one of `TRUSTED_PROXIES`; without any, the socket's. The
 * request guard keeps the socket's address in the request's scope, because Next shows handlers no socket.
 */
import { BlockList, isIP } from "node:net";
import { privateHeaders } from "@/lib/edge/private-headers";
import { env } from "@/lib/env";
import { requestScope } from "./request-scope";

let trusted: { source: readonly string[]; list: BlockList } | undefined;

function trustedProxies(): BlockList {
  const source = env.trustedProxies;
  if (trusted?.source === source) return trusted.list;
  const list = new BlockList();
  for (const entry of source) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  trusted = { source, list };
  return list;
}

const plain = (hop: string) => hop.trim().replace(/^\[|\](:\d+)?$/g, "").replace(/^::ffff:(?=\d+\.)/i, "");

const isTrusted = (hop: string) => trustedProxies().check(hop, isIP(hop) === 6 ? "ipv6" : "ipv4");

/**
 * The peer as the guard of this process saw it; on a platform that runs no server of ours, as its own header says. A
 * header alone is never believed: it may come from the client. Tests call handlers without a server.
 */
function peerAddress(headers: Headers): string | null {
  const scope = requestScope();
  if (scope) return scope.clientAddress ?? null;
  if (env.isVercel) return headers.get("x-real-ip");
  return env.isTestBuild ? headers.get(privateHeaders.clientAddress) : null;
}

/** null where neither a guard nor the platform says anything. */
export function clientIp(headers: Headers): string | null {
  const socket = peerAddress(headers);
  if (!socket) return null;
  const hops = [...(headers.get("x-forwarded-for") ?? "").split(","), socket].map(plain).filter((hop) => hop !== "");
  for (const hop of hops.reverse()) {
    // What no address can be was not written by a proxy of ours: the hop before it is the last we know.
    if (isIP(hop) === 0) return plain(socket);
    if (!isTrusted(hop)) return hop;
  }
  return plain(socket);
}
