/** What a client may send that no client should: bodies, strings, tokens, addresses and whole requests. */
import net from "node:net";

/** Bodies that are no JSON object, with their content type. */
export const BROKEN_BODIES: [name: string, body: BodyInit, contentType: string][] = [
  ["cut short", '{"email":', "application/json"],
  ["an array", "[]", "application/json"],
  ["null", "null", "application/json"],
  ["a string", '"x"', "application/json"],
  ["a number", "1e999", "application/json"],
  ["deep brackets", "[".repeat(50_000), "application/json"],
  ["deep objects", '{"a":'.repeat(20_000), "application/json"],
  ["no UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), "application/json"],
  ["NUL bytes", new Uint8Array(64), "application/json"],
  ["a form", "email=a@example.com&password=x", "application/x-www-form-urlencoded"],
  ["text", "{}", "text/plain"],
  ["XML", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"],
  ["a type without a name", "{}", ";;;"],
  ["more than a megabyte", `{"a":"${"x".repeat(1_100_000)}"}`, "application/json"],
];

/** Strings that break what is built carelessly, with names for messages. */
export const HOSTILE_STRINGS: Record<string, string> = {
  sql: "'; DROP TABLE users; --",
  html: '<img src=x onerror="alert(1)"><script>alert(1)</script>',
  template: "${7*7}{{7*7}}%n%s",
  emoji: "👩‍👩‍👧‍👦🏳️‍🌈",
  rightToLeft: "\u202eعائشة\u202c",
  zalgo: "Z̴̛͇͉a̷l̴g̶o̷".repeat(20),
  long: "x".repeat(10_000),
  longWide: "🦊".repeat(5_000),
  nul: "a\u0000b",
  halfPair: "a\ud800b",
  newlines: "a\r\nSet-Cookie: a=b\r\n",
  path: "../../../etc/passwd",
  empty: "",
  blank: " \t\u00a0 ",
};

export const WRONG_TYPES: unknown[] = [0, -1, 1e308, true, null, [], ["a"], {}, { $gt: "" }, { toString: "a" }, [[[]]]];

/** Query values for any parameter of a list. */
export const HOSTILE_QUERY = ["-1", "0", "abc", "1e309", "99999999999999999999", "%00", "%ff", "", "'", "[]", "x".repeat(3000), "%F0%9F%A6%8A"];

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens made from a good one that are no longer good. */
export function brokenTokens(good: string, refreshToken: string): Record<string, string> {
  const [head = "", body = "", signature = ""] = good.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
  return {
    "alg none": `${base64url({ alg: "none", typ: "at+jwt" })}.${body}.`,
    "alg none, signed": `${base64url({ alg: "none", typ: "at+jwt" })}.${body}.${signature}`,
    "another algorithm": `${base64url({ alg: "HS512", typ: "at+jwt" })}.${body}.${signature}`,
    "another type": `${base64url({ alg: "HS256", typ: "JWT" })}.${body}.${signature}`,
    "another subject": `${head}.${base64url({ ...claims, sub: "0190f6a8-0000-7000-8000-000000000000" })}.${signature}`,
    "more permissions": `${head}.${base64url({ ...claims, perms: ["*"] })}.${signature}`,
    "no signature": `${head}.${body}.`,
    "another signature": `${head}.${body}.${signature.split("").reverse().join("")}`,
    "four parts": `${good}.x`,
    "a refresh token": refreshToken,
    garbage: "a.b.c",
    "one dot": ".",
    long: `${head}.${"A".repeat(6000)}.${signature}`,
  };
}

/** Requests as bytes: what no HTTP client would send. `\n` stands for CR LF. */
export const RAW_REQUESTS: [name: string, bytes: string][] = [
  ["broken percent-encoding", "GET /api/admin/users/%zz HTTP/1.1\nHost: localhost\n\n"],
  ["broken percent-encoding on a page", "GET /admin/users/%c0%ae HTTP/1.1\nHost: localhost\n\n"],
  ["NUL in the path", "GET /api/%00 HTTP/1.1\nHost: localhost\n\n"],
  ["dots", "GET /api/auth/../admin/users HTTP/1.1\nHost: localhost\n\n"],
  ["encoded dots", "GET /api/auth/%2e%2e/admin/users HTTP/1.1\nHost: localhost\n\n"],
  ["backslashes", "GET /\\evil.example HTTP/1.1\nHost: localhost\n\n"],
  ["another server's address", "GET http://evil.example/api/admin/users HTTP/1.1\nHost: localhost\n\n"],
  ["CONNECT", "CONNECT evil.example:443 HTTP/1.1\nHost: evil.example\n\n"],
  ["TRACE", "TRACE /api/auth/me HTTP/1.1\nHost: localhost\n\n"],
  ["a method nobody knows", "BREW /api/auth/me HTTP/1.1\nHost: localhost\n\n"],
  ["no host", "GET /api/auth/me HTTP/1.1\n\n"],
  ["a host that is none", "GET /login HTTP/1.1\nHost: a b\n\n"],
  ["a port that is none", "GET /login HTTP/1.1\nHost: localhost:99999999\n\n"],
  ["no HTTP", "hello\n\n"],
  ["a version nobody knows", "GET /login HTTP/9.9\nHost: localhost\n\n"],
  ["a header without a name", "GET /api/auth/me HTTP/1.1\nHost: localhost\n: x\n\n"],
  ["NUL in a header", "GET /api/auth/me HTTP/1.1\nHost: localhost\nX-A: a\u0000b\n\n"],
  ["a header of a hundred kilobytes", `GET /api/auth/me HTTP/1.1\nHost: localhost\nX-A: ${"a".repeat(100_000)}\n\n`],
  ["an address of ten kilobytes", `GET /api/auth/me?${"a".repeat(10_000)} HTTP/1.1\nHost: localhost\n\n`],
  ["a chunked body", "POST /api/auth/login HTTP/1.1\nHost: localhost\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n"],
  ["two framings", "POST /api/auth/login HTTP/1.1\nHost: localhost\nContent-Length: 2\nTransfer-Encoding: chunked\n\n0\n\n"],
  ["two lengths", "POST /api/auth/login HTTP/1.1\nHost: localhost\nContent-Length: 2\nContent-Length: 4\n\n{}"],
  ["a negative length", "POST /api/auth/login HTTP/1.1\nHost: localhost\nContent-Length: -2\n\n{}"],
  ["a length too long", "POST /api/auth/login HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 99999999999\n\n{}"],
  ["an upgrade", "GET /api/auth/me HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n\n"],
];

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** Sends bytes and reads until the server closes, or has answered. */
export function sendRaw(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: "localhost", port });
    let received = "";
    const finish = () => {
      socket.destroy();
      const [head = "", body = ""] = received.split("\r\n\r\n", 2);
      resolve({ status: Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0), head, body });
    };
    socket.setTimeout(8000, () => reject(new Error(`no answer to ${JSON.stringify(text.slice(0, 80))}; so far: ${received}`)));
    socket.on("data", (piece) => {
      received += piece.toString("utf8");
      const length = /content-length: (\d+)/i.exec(received);
      const bodyAt = received.indexOf("\r\n\r\n") + 4;
      if (bodyAt > 3 && length && Buffer.byteLength(received.slice(bodyAt)) >= Number(length[1])) finish();
      else if (received.includes("\r\n0\r\n\r\n")) finish();
    });
    socket.on("close", finish);
    socket.on("error", () => (received ? finish() : reject(new Error("cut without an answer"))));
    socket.write(text.replaceAll("\n", "\r\n"));
  });
}
