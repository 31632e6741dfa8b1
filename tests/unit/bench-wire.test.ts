import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isBackground, isControl, isWrite, messageReader } from "../../scripts/bench/counting-proxy.mjs";
import { ask, encodeRequest, HttpConnection, parseAnswer } from "../../scripts/bench/http-connection.mjs";

const message = (type: string, body: Buffer) => {
  const head = Buffer.alloc(type === "" ? 4 : 5);
  head.write(type);
  head.writeInt32BE(body.length + 4, type === "" ? 0 : 1);
  return Buffer.concat([head, body]);
};
const text = (...strings: string[]) => Buffer.from(strings.map((string) => `${string}\0`).join(""));
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const value = (content: string) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), Buffer.from(content)]);

const STARTUP = message("", Buffer.concat([Buffer.from([0, 3, 0, 0]), text("user", "x"), Buffer.from([0])]));
const PARSE = message("P", Buffer.concat([text("one", "SELECT $1, $2"), int16(0)]));
const BIND = message("B", Buffer.concat([text("", "one"), int16(0), int16(2), value("a"), Buffer.from([255, 255, 255, 255]), int16(0)]));
const EXECUTE = message("E", Buffer.concat([text(""), Buffer.alloc(4)]));
const QUERY = message("Q", text("BEGIN"));

const read = (pieces: Buffer[]) => {
  const seen: unknown[] = [];
  const take = messageReader((statement: unknown) => seen.push(statement));
  for (const piece of pieces) take(piece);
  return seen;
};

const PREPARED = { name: "one", text: "SELECT $1, $2", values: ["a", null] };

describe("the counting proxy", () => {
  it("counts executions, not preparations", () => {
    expect(read([STARTUP, PARSE, BIND])).toEqual([]);
    expect(read([STARTUP, PARSE, BIND, EXECUTE, BIND, EXECUTE])).toEqual([PREPARED, PREPARED]);
  });

  it("reads simple queries", () => expect(read([STARTUP, QUERY])).toEqual([{ name: "", text: "BEGIN", values: [] }]));

  it("does not care where the network cuts", () => {
    const all = Buffer.concat([STARTUP, PARSE, BIND, EXECUTE, QUERY]);
    const bytes = [...all].map((byte) => Buffer.from([byte]));
    expect(read(bytes)).toEqual(read([all]));
    expect(read(bytes)).toHaveLength(2);
  });

  it("tells control, background and writing statements apart", () => {
    expect(["BEGIN", "COMMIT", "SELECT 1"].map(isControl)).toEqual([true, true, false]);
    expect(["SELECT 1", "UPDATE outbox_messages AS m SET claimed_until = 1", "SELECT EXISTS (SELECT 1 FROM audit_unsealed) AS any"].map(isBackground)).toEqual([false, true, true]);
    const mailed = ["INSERT INTO mailbox_messages (id) VALUES ($1)", "UPDATE outbox_messages SET status = 'sent'", "WITH mailed AS (INSERT INTO outbox_messages SELECT 1) SELECT 1"];
    expect(mailed.map(isBackground)).toEqual([true, true, false]);
    const pruned = "DELETE FROM one_time_tokens WHERE id IN (SELECT id FROM one_time_tokens WHERE expires_at < app_now() LIMIT 1000)";
    expect([pruned, "DELETE FROM one_time_tokens WHERE purpose = $1", "WITH withdrawn AS (DELETE FROM one_time_tokens t) SELECT 1"].map(isBackground)).toEqual([true, false, false]);
    expect(["WITH a AS (INSERT INTO b SELECT 1) SELECT 1", "SELECT updated_at FROM users"].map(isWrite)).toEqual([true, false]);
  });
});

describe("the load's HTTP", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const answering = async (respond: Parameters<typeof createServer>[1]) => {
    server = createServer(respond as never);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };

  it("waits for the whole answer", () => {
    expect(parseAnswer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab")).toBeUndefined();
    expect(parseAnswer("HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nabcd")).toMatchObject({ status: 201, body: "abcd" });
    expect(parseAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n")).toBeUndefined();
    expect(parseAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")).toMatchObject({ body: "abc" });
  });

  it("sends one request after another on one connection", async () => {
    const sockets = new Set();
    const port = await answering((request, response) => {
      sockets.add(request.socket);
      response.end(`${request.method} ${request.url}`);
    });
    const connection = new HttpConnection(port);
    const answers = [];
    for (const path of ["/a", "/b"]) answers.push((await connection.send(encodeRequest({ path }, "localhost"))).body);
    connection.close();
    expect(answers).toEqual(["GET /a", "GET /b"]);
    expect(sockets.size).toBe(1);
  });

  it("sends and reads JSON, in chunks too", async () => {
    const port = await answering(async (request, response) => {
      response.writeHead(422, { "content-type": "application/json" });
      for await (const piece of request) response.write(piece);
      response.end();
    });
    expect(await ask(port, { method: "POST", path: "/", body: { name: "Zoë" } })).toEqual({ status: 422, body: { name: "Zoë" } });
  });
});
