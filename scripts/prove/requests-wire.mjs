/** Raw keep-alive connections: sends any bytes, well formed or not, and reads what comes back. */
import net from "node:net";
import { parseAnswer } from "../bench/http-connection.mjs";

const PATIENCE_MS = 10_000;

/** An answer to HEAD has the length of a body that never comes; so has 304. */
function wholeAnswer(received, isHead) {
  // "100 Continue" comes before the answer and is none.
  const text = received.replace(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, "");
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const status = Number(text.slice(9, 12));
  if (!isHead && status !== 304 && status !== 204) return parseAnswer(text);
  return { status, head: text.slice(0, end).toLowerCase(), body: "" };
}

export class RawConnection {
  #socket;
  #received = "";
  #settle;
  #isHead = false;

  constructor(port) {
    this.port = port;
  }

  #open() {
    const socket = net.connect({ host: "127.0.0.1", port: this.port, noDelay: true });
    socket.setEncoding("latin1");
    socket.on("data", (piece) => {
      if (socket !== this.#socket) return;
      this.#received += piece;
      const answer = wholeAnswer(this.#received, this.#isHead);
      if (answer) this.#settle?.resolve(answer);
    });
    // A server that has refused a body may close before all of it is written.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (socket !== this.#socket) return;
      this.close();
      const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(this.#received)?.[1] ?? 0);
      const [head = "", body = ""] = this.#received.split("\r\n\r\n", 2);
      this.#settle?.resolve({ status, head: head.toLowerCase(), body });
    });
    this.#socket = socket;
  }

  /**
   * A kept connection may be closed while the request is on its way, so that is tried once more on a new one, as
   * every HTTP client does.
   *
   * @param {Buffer} bytes
   * @param {{ isHead?: boolean, isAlone?: boolean }} how `isAlone`: what follows on the connection could not be told apart
   * @returns {Promise<{ status: number, head: string, body: string }>} status 0: cut, -1: no answer in time
   */
  async send(bytes, { isHead = false, isAlone = false } = {}) {
    if (isAlone) this.close();
    const isKept = this.#socket !== undefined;
    const answer = await this.#exchange(bytes, isHead);
    if (isAlone || answer.status <= 0 || answer.head.includes("connection: close")) this.close();
    return answer.status === 0 && isKept ? this.send(bytes, { isHead, isAlone }) : answer;
  }

  async #exchange(bytes, isHead) {
    if (!this.#socket) this.#open();
    this.#received = "";
    this.#isHead = isHead;
    let timer;
    const answer = await new Promise((resolve) => {
      this.#settle = { resolve };
      timer = setTimeout(() => resolve({ status: -1, head: "", body: "" }), PATIENCE_MS);
      this.#socket.write(bytes);
    });
    clearTimeout(timer);
    this.#settle = undefined;
    return answer;
  }

  close() {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }
}
