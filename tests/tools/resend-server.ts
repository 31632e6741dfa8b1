/** A server on loopback that speaks `POST /emails` as Resend documents it, idempotency included. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface TakenRequest {
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  body: Record<string, unknown>;
}

/** What the next request gets: an error of this status and name, no answer at all, or bytes that are not Resend's. */
export type Fault = { status: number; name: string; message?: string; retryAfter?: string } | "silence" | "cut" | { status: number; raw: string };

export interface ResendServer {
  url: string;
  /** Every request that arrived. */
  requests: TakenRequest[];
  /** The bodies that were accepted, each once per idempotency key. */
  mails: Record<string, unknown>[];
  /** Queues faults; when they are used up, requests succeed. */
  fail(...faults: Fault[]): void;
  /** Takes the mail, but the connection breaks before the answer. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece as string;
  return JSON.parse(text) as Record<string, unknown>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startResendServer(apiKey: string): Promise<ResendServer> {
  const requests: TakenRequest[] = [];
  const accepted = new Map<string, Record<string, unknown>>();
  const faults: Fault[] = [];
  let losesAnswer = false;

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { authorization } = request.headers;
    const idempotencyKey = request.headers["idempotency-key"] as string | undefined;
    requests.push({ authorization, idempotencyKey, body });
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(typeof content === "string" ? content : JSON.stringify(content));
    const refuse = (status: number, name: string, message = name) => answer(status, { statusCode: status, name, message });

    const fault = faults.shift();
    if (fault === "silence") return;
    if (fault === "cut") return void request.socket.destroy();
    if (fault && "raw" in fault) return answer(fault.status, fault.raw);
    if (fault?.retryAfter) response.setHeader("retry-after", fault.retryAfter);
    if (fault) return refuse(fault.status, fault.name, fault.message);
    if (request.method !== "POST" || request.url !== "/emails") return refuse(404, "not_found");
    if (authorization !== `Bearer ${apiKey}`) return refuse(401, "invalid_api_key", "API key is invalid");
    const key = idempotencyKey ?? `none:${requests.length}`;
    const known = accepted.get(key);
    if (known && JSON.stringify(known) !== JSON.stringify(body)) return refuse(409, "invalid_idempotent_request");
    accepted.set(key, body);
    if (losesAnswer) {
      losesAnswer = false;
      return void request.socket.destroy();
    }
    answer(200, { id: `mail-of-${key}` });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get mails() {
      return [...accepted.values()];
    },
    fail: (...next) => void faults.push(...next),
    loseNextAnswer: () => void (losesAnswer = true),
    async close() {
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
