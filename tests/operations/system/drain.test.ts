import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { drainServers, rememberServer } from "@/lib/http/drain";

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("done"));
  });
  server.on("connection", () => rememberServer(server));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, port: (server.address() as AddressInfo).port };
}

/** A connection that keeps what it was told. */
function open(port: number): Promise<{ socket: Socket; said: () => string; closed: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece) => (text += piece.toString())).on("error", reject);
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    socket.once("connect", () => resolve({ socket, said: () => text, closed }));
  });
}

const HEAD = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n";
const soon = (ms = 150) => new Promise((done) => setTimeout(done, ms));

it("answers what is in flight, closes what is idle, refuses what is new", async () => {
  const { port } = await listen();
  const [idle, busy] = [await open(port), await open(port)];
  idle.socket.write(`${HEAD}body`);
  busy.socket.write(`${HEAD}bo`);
  await soon();
  expect(idle.said()).toContain("done");
  const drained = drainServers(5000);
  await idle.closed;
  await expect(open(port)).rejects.toThrow("ECONNREFUSED");
  busy.socket.write("dy");
  expect(await drained).toBe(true);
  await busy.closed;
  expect(busy.said()).toContain("done");
});

it("gives up on a request that never ends", async () => {
  const { port, server } = await listen();
  const stuck = await open(port);
  stuck.socket.write(`${HEAD}bo`);
  await soon();
  expect(await drainServers(200)).toBe(false);
  server.closeAllConnections();
  await stuck.closed.catch(() => undefined);
});
