/** Speaks to a server that a proof has started: waits for it, signs in, and interrupts it in the middle of a request. */
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const READY_PATIENCE_MS = 60_000;

/** @param {{ port: number, path?: string, process: { ended: Promise<unknown>, said(): string } }} server */
export async function waitUntilReady({ port, path = "/api/health", process: { ended, said } }) {
  let end;
  void ended.then((code) => (end = code));
  for (const deadline = Date.now() + READY_PATIENCE_MS; Date.now() < deadline; await sleep(200)) {
    if (end !== undefined) throw new Error(`the server ended with ${end}: ${said().slice(-1200)}`);
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`the server was not ready within ${READY_PATIENCE_MS / 1000} s: ${said().slice(-1200)}`);
}

/** Signs in as a client that is no browser, and shows the token where it is needed. */
export async function signIn(port, { email, password }) {
  const base = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${base}/api/auth/login`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email, password }) });
  const body = await answer.json();
  if (answer.status !== 200 || !body.access_token) throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(body).slice(0, 300)}`);
  const check = await fetch(`${base}/api/auth/me`, { headers: { authorization: `Bearer ${body.access_token}` } });
  if (check.status !== 200) throw new Error(`/api/auth/me answered ${check.status}`);
  const page = await fetch(`${base}/login`);
  const html = await page.text();
  if (page.status !== 200 || !html.includes('name="password"')) throw new Error(`/login answered ${page.status} without its form`);
  const asset = /\/_next\/static\/[^"]+\.(?:css|js)/.exec(html)?.[0];
  const served = asset && (await fetch(`${base}${asset}`)).status;
  if (served !== 200) throw new Error(`${asset ?? "a static file"} answered ${served}`);
}

/** A request whose second half is not sent yet. */
async function openHalf(port, { email, password }) {
  const body = JSON.stringify({ email, password });
  const socket = net.connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (piece) => (text += piece));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const half = Math.floor(body.length / 2);
  socket.write(`POST /api/auth/login HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, half)}`);
  await sleep(500);
  return { finish: () => socket.write(body.slice(half)), closed, said: () => text };
}

/**
 * Sends SIGTERM while a sign-in is half sent: nothing new is accepted, the sign-in is answered, the process ends with 0.
 *
 * @param {{ port: number, process: { child: import("node:child_process").ChildProcess, ended: Promise<unknown>, said(): string } }} server
 */
export async function endInFlight({ port, process: { child, ended, said } }, person) {
  const request = await openHalf(port, person);
  child.kill("SIGTERM");
  await sleep(1000);
  const isOpen = await fetch(`http://127.0.0.1:${port}/api/health/live`, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false);
  request.finish();
  const code = await Promise.race([ended, sleep(20_000, "no end within 20 s")]);
  await Promise.race([request.closed, sleep(1000)]);
  if (isOpen) throw new Error("a new connection was accepted after SIGTERM");
  if (!/^HTTP\/1\.1 200 /.test(request.said())) throw new Error(`the request in flight got: ${request.said().slice(0, 200) || "nothing"} · ${said().slice(-400)}`);
  if (code !== 0) throw new Error(`ended with ${code}: ${said().slice(-600)}`);
}
