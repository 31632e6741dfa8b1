/**
 * An HTTP server on loopback that speaks the REST protocol of Upstash's Redis over a real redis-server: one command as a
 * JSON array to `/`, several to `/pipeline`, a bearer token, answers in base64 where the client asks for that.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";

export interface UpstashServer {
  url: string;
  token: string;
  /** The names of the commands that arrived, in capitals. */
  commands: string[];
  /** From now on: no answer, an answer that gets lost after the command ran, an HTTP status with an error; null for sound answers again. */
  fail(fault: Fault | null): void;
  /** Stops listening and breaks what is open. */
  stop(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

type Fault = "silence" | "lost" | number;
type Command = (string | number)[];
type Answer = { result: unknown } | { error: string };

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

/** Upstash runs scripts that begin with a flag of its own, and knows them by the digest of the whole; redis-server refuses it. */
function translator() {
  const digests = new Map<string, string>();
  return (command: Command): Command => {
    const [name = "", script = "", ...rest] = command;
    if (/^eval$/i.test(String(name))) {
      const plain = String(script).replace(/^#!lua flags=allow-key-locking\n/, "");
      digests.set(sha1(String(script)), sha1(plain));
      return [name, plain, ...rest];
    }
    return /^evalsha$/i.test(String(name)) ? [name, digests.get(String(script)) ?? script, ...rest] : command;
  };
}

/** Upstash encodes every string but the status OK; numbers and null stay what they are. */
function encoded(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encoded);
  return typeof result === "string" && result !== "OK" ? Buffer.from(result).toString("base64") : result;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece as string;
  return JSON.parse(text);
}

/** Listens on a free port of 127.0.0.1, before the redis-server at `redisUrl`. `close()` it. */
export async function startUpstashServer(redisUrl: string): Promise<UpstashServer> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0 });
  redis.on("error", () => undefined);
  const token = "token-of-the-tests";
  const commands: string[] = [];
  const translated = translator();
  let fault: Fault | null = null;

  const run = async (command: Command, isEncoded: boolean): Promise<Answer> => {
    const [name = "", ...args] = translated(command);
    commands.push(String(name).toUpperCase());
    try {
      const result = await redis.call(String(name), ...args.map(String));
      return { result: isEncoded ? encoded(result) : result };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    const say = (status: number, content: unknown) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    if (fault === "silence") return;
    if (typeof fault === "number") return say(fault, { error: "ERR made up by the tests" });
    if (request.headers.authorization !== `Bearer ${token}`) return say(401, { error: "WRONGPASS invalid or missing auth token" });
    const isEncoded = request.headers["upstash-encoding"] === "base64";
    if (request.url === "/pipeline") return say(200, await Promise.all((body as Command[]).map((command) => run(command, isEncoded))));
    const outcome = await run(body as Command, isEncoded);
    if (fault === "lost") return request.socket.destroy();
    say("error" in outcome ? 400 : 200, outcome);
  };

  const server = createServer((request, response) => void answer(request, response));
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    commands,
    fail: (next) => void (fault = next),
    stop,
    start: () => listen(port),
    async close() {
      await stop();
      redis.disconnect();
    },
  };
}
