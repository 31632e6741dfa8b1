/**
 * A keep-alive HTTP/1.1 connection with one request in flight. On two cores the load shares them with the server, and
 * this costs a fifth of what node:http's client does. For our own servers only: no redirects, no compression.
 */
import net from "node:net";

/** @param {{ method?: string, path: string, headers?: Record<string, string>, body?: unknown }} request */
export function encodeRequest({ method = "GET", path, headers = {}, body }, host) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const all = { host, ...headers, ...(body === undefined ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`);
}

/** The first whole answer in `text` (latin1), or undefined while more is to come. */
export function parseAnswer(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const from = end + 4;
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return text.length < from + Number(length) ? undefined : { status, head, body: text.slice(from, from + Number(length)) };
  if (head.includes("\r\ntransfer-encoding: chunked")) {
    const body = unchunk(text, from);
    return body === undefined ? undefined : { status, head, body };
  }
  return { status, head, body: "" };
}

function unchunk(text, from) {
  const pieces = [];
  for (;;) {
    const lineEnd = text.indexOf("\r\n", from);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(text.slice(from, lineEnd), 16);
    if (text.length < lineEnd + size + 4) return undefined;
    if (size === 0) return pieces.join("");
    pieces.push(text.slice(lineEnd + 2, lineEnd + 2 + size));
    from = lineEnd + size + 4;
  }
}

export class HttpConnection {
  #socket;
  #received = "";
  #settle;

  constructor(port) {
    this.port = port;
  }

  #open() {
    const socket = net.connect({ host: "127.0.0.1", port: this.port, noDelay: true });
    socket.setEncoding("latin1");
    socket.on("data", (piece) => {
      this.#received = this.#received === "" ? piece : this.#received + piece;
      const answer = parseAnswer(this.#received);
      if (!answer) return;
      this.#received = "";
      if (answer.head.includes("\r\nconnection: close")) this.close();
      this.#settle?.resolve(answer);
    });
    const fail = (error) => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#settle?.reject(error ?? new Error("the server closed the connection"));
    };
    socket.on("error", fail);
    socket.on("close", () => fail());
    this.#socket = socket;
  }

  /** @param {Buffer} bytes of one request @returns {Promise<{ status: number, head: string, body: string }>} */
  send(bytes) {
    if (!this.#socket) this.#open();
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(bytes);
    }).finally(() => (this.#settle = undefined));
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

/** @param {string} latin1 the body of an answer @returns {any} a JSON body's value; the text of any other */
export function readBody(latin1) {
  const text = Buffer.from(latin1, "latin1").toString("utf8");
  return /^[[{]/.test(text) ? JSON.parse(text) : text;
}

/** One request on a connection of its own; a JSON body is read, any other is text. */
export async function ask(port, request) {
  const connection = new HttpConnection(port);
  try {
    const { status, body } = await connection.send(encodeRequest(request, `localhost:${port}`));
    return { status, body: readBody(body) };
  } finally {
    connection.close();
  }
}
