/**
 * Counts SQL statements where they cannot hide: between the server and PostgreSQL, by reading the wire protocol
 * (PostgreSQL manual, chapter 54.7). A statement is one Execute or one simple Query; BEGIN and COMMIT are counted apart.
 */
import net from "node:net";

const CONTROL = /^\s*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE|DISCARD|SET)\b/i;

/** Mail, seals, pruning and ends of accounts are due by the clock, whatever is being asked for meanwhile. What prunes does it by portions. */
const BACKGROUND =
  /^\s*(WITH due AS|WITH doomed AS[\s\S]*outbox|UPDATE outbox_messages|INSERT INTO mailbox_messages|DELETE FROM \w+ WHERE \w+ IN \(\s*SELECT[\s\S]*LIMIT|(DELETE FROM|UPDATE) password_kinds|SELECT id FROM users WHERE deletion_due_at <=)|FROM audit_unsealed|audit_seals|pg_try_advisory_xact_lock/i;

export const isControl = (text) => CONTROL.test(text);
export const isBackground = (text) => BACKGROUND.test(text);
export const isWrite = (text) => /\b(INSERT INTO|UPDATE|DELETE FROM)\b/.test(text) && !/^\s*SELECT[^;]*$/i.test(text);

/** Reads one client's messages; `onStatement({ name, text, values })` for each statement that is executed. */
export function messageReader(onStatement) {
  let buffer = Buffer.alloc(0);
  let isStarted = false;
  const prepared = new Map();
  const portals = new Map();

  const handlers = {
    Q: (body) => onStatement({ name: "", text: body.toString("utf8", 0, body.length - 1), values: [] }),
    P: (body) => {
      const [name, text] = cStrings(body, 2).strings;
      prepared.set(name, text);
    },
    B: (body) => {
      const { strings, at } = cStrings(body, 2);
      const [portal, name] = strings;
      portals.set(portal, { name, text: prepared.get(name) ?? "", values: boundValues(body, at) });
    },
    E: (body) => {
      const statement = portals.get(cStrings(body, 1).strings[0]);
      if (statement) onStatement(statement);
    },
  };

  return (piece) => {
    buffer = buffer.length ? Buffer.concat([buffer, piece]) : piece;
    for (;;) {
      // The first message bears no type.
      const header = isStarted ? 5 : 4;
      if (buffer.length < header) return;
      const length = buffer.readInt32BE(header - 4) + (header - 4);
      if (buffer.length < length) return;
      if (isStarted) handlers[String.fromCharCode(buffer[0])]?.(buffer.subarray(5, length));
      isStarted = true;
      buffer = buffer.subarray(length);
    }
  };
}

function cStrings(body, count) {
  const strings = [];
  let at = 0;
  while (strings.length < count) {
    const end = body.indexOf(0, at);
    strings.push(body.toString("utf8", at, end));
    at = end + 1;
  }
  return { strings, at };
}

/** Text values as strings, binary ones as buffers. */
function boundValues(body, start) {
  let at = start;
  const int16 = () => body.readInt16BE((at += 2) - 2);
  const formats = Array.from({ length: int16() }, int16);
  return Array.from({ length: int16() }, (_, index) => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    const bytes = Buffer.from(body.subarray(at, (at += length)));
    return (formats[index] ?? formats[0] ?? 0) === 1 ? bytes : bytes.toString("utf8");
  });
}

/**
 * @param {string} databaseUrl
 * @returns {Promise<{ url: string, take(): { name: string, text: string, values: unknown[] }[], close(): void }>}
 *   `url` leads through the proxy; `take` hands over what was executed since it was last called
 */
export async function startCountingProxy(databaseUrl) {
  const target = new URL(databaseUrl);
  let seen = [];
  const sockets = new Set();
  const server = net.createServer((client) => {
    const far = net.connect({ host: target.hostname, port: Number(target.port) });
    const read = messageReader((statement) => seen.push(statement));
    client.on("data", (piece) => (read(piece), far.write(piece)));
    far.on("data", (piece) => client.write(piece));
    for (const [socket, other] of [[client, far], [far, client]]) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => (sockets.delete(socket), other.destroy()));
    }
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const through = new URL(databaseUrl);
  through.host = `127.0.0.1:${server.address().port}`;
  return {
    url: through.href,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
