/** The demonstration's OIDC server behind a front of the tests' own, which can make it lie, stall or be away. */
import { importJWK, decodeJwt, SignJWT } from "jose";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DemoIssuer } from "../../scripts/demo-providers/demo-issuers";
import { startDemoProviders } from "../../scripts/demo-providers/start-demo-providers";

export type Alteration = (claims: Record<string, unknown>) => Record<string, unknown>;

export interface OidcFront {
  /** The value of GATEHOUSE_DEMO_PROVIDERS. */
  setting: string;
  /** What the ID tokens of the answers to come say, signed with the issuer's own key. null: the truth. */
  alter: Alteration | null;
  /** What of it does not answer: nothing, its token endpoint, or all. */
  away: "nothing" | "token" | "all";
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

export async function startOidcFront(appUrl: string, issuers: readonly DemoIssuer[]): Promise<OidcFront> {
  const server = createServer((request, response) => void forward(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const behind = await startDemoProviders({ appUrl, issuers, publicUrl });
  const front: OidcFront = { setting: behind.setting, alter: null, away: "nothing", close };

  async function close() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await behind.close();
  }

  async function lie(text: string, alter: Alteration): Promise<string> {
    const answer = JSON.parse(text) as { id_token?: string };
    if (!answer.id_token) return text;
    const { alg, kid } = behind.key as { alg: string; kid: string };
    const idToken = await new SignJWT(alter(decodeJwt(answer.id_token))).setProtectedHeader({ alg, kid }).sign(await importJWK(behind.key, alg));
    return JSON.stringify({ ...answer, id_token: idToken });
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const isToken = path.endsWith("/token");
    if (front.away === "all" || (front.away === "token" && isToken)) return void request.socket.destroy();
    const headers = Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name)) as [string, string][];
    headers.push(["x-forwarded-host", new URL(publicUrl).host], ["x-forwarded-proto", "http"]);
    const body = request.method === "POST" ? new Uint8Array(await bodyOf(request)) : undefined;
    const answer = await fetch(`${behind.url}${path}`, { method: request.method, headers, body, redirect: "manual" });
    const text = await answer.text();
    const kept = [...answer.headers].filter(([name]) => !["content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie"].includes(name));
    response.writeHead(answer.status, [...kept, ...answer.headers.getSetCookie().map((line) => ["set-cookie", line])].flat());
    response.end(isToken && front.alter ? await lie(text, front.alter) : text);
  }
  return front;
}
