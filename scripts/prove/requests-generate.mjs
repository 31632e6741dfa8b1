/**
 * Requests that no client should send, as bytes. None is right: each has at least one fault that the server has to
 * refuse or ignore. A good token goes only where the fault keeps the request from doing anything.
 */
const NOBODY = "0190f6a8-0000-7000-8000-000000000000";
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const ODD_METHODS = ["TRACE", "BREW", "PROPFIND", "get", "CONNECT", "M-SEARCH", "QUERY", ""];

const STRINGS = [
  "'; DROP TABLE users; --", '<img src=x onerror="alert(1)">', "${7*7}{{7*7}}%n%s", "👩‍👩‍👧‍👦", "\u202ea\u202c", "x".repeat(3000), "🦊".repeat(700),
  "a\u0000b", "a\ud800b", "a\r\nSet-Cookie: a=b\r\n", "../../../etc/passwd", "", " \t\u00a0 ", "__proto__", "constructor",
];
const WRONG_TYPES = [0, -1, 1e308, true, null, [], ["a"], {}, { $gt: "" }, { toString: "a" }, [[[]]]];
const ENCODINGS = ["%", "%z", "%zz", "%c0%ae", "%ff", "%00", "%2e%2e", "%2f", "%5c", "%u0041", "%E0%80%80", "%ED%A0%80", "%0d%0a", "..", ".", "//", "\\", ";a=b", "%2525", "%e2%80%ae"];
const QUERY = ["-1", "0", "abc", "1e309", "99999999999999999999", "%00", "%ff", "", "'", "[]", "%", "%F0%9F%A6%8A", "x".repeat(1500)];
const LIST_KEYS = ["page", "per_page", "cursor", "count", "search", "sort", "order", "action", "from", "to", "success", "return_to", "_rsc", "__nextLocale", "page[]", "__proto__[a]"];
const ODD_HEADERS = [
  "X-Forwarded-For: ' OR 1=1", "X-Forwarded-For: ,,,,", "X-Forwarded-Host: evil.example:99999999", "X-Forwarded-Host: a b", "X-Forwarded-Proto: javascript", "X-Real-IP: ::::", "Forwarded: for=\"", "Host: a b",
  "X-Middleware-Subrequest: middleware:middleware:middleware:middleware:middleware", "X-Middleware-Rewrite: /admin", "X-Middleware-Next: 1", "X-Nextjs-Data: 1", "Next-Router-State-Tree: %7B", "Next-Router-State-Tree: [", "Next-Router-Prefetch: 1", "RSC: 1",
  "Next-Url: //evil.example", "X-Request-Id: a b c", "X-Matched-Path: /admin", "X-Invoke-Path: /admin", "X-Invoke-Status: 500", "X-Invoke-Output: /admin", "X-Now-Route-Matches: 1=admin", "X-Gatehouse-Client-Address: 127.0.0.1", "X-Action-Forwarded: 1",
  "Accept: ////", "Accept-Language: *;q=a,,", "Accept-Encoding: x;q=9", "Range: bytes=9-1", "If-None-Match: \"", "If-Modified-Since: never", "Expect: 100-continue", "Expect: nothing", "Upgrade: h2c", "TE: trailers", "Content-Encoding: gzip", "Cookie: =;=;;", `Cookie: ${"a=b; ".repeat(300)}`, "Cookie: access_token=%%%",
  "Origin: null", "Origin: http://evil.example", "Origin: :::", "Sec-Fetch-Site: cross-site", "User-Agent: \u0001\u0002", "Authorization: Basic Og==", "Authorization: Bearer", "Authorization: Bearer  ", "Authorization: Negotiate a", `X-A: ${"a".repeat(9000)}`, `X-A: ${"a".repeat(40_000)}`, "X-A: a\u0000b", ": x", "no colon",
];
const BODIES = [
  ['{"email":', "application/json"], ["[]", "application/json"], ["null", "application/json"], ['"x"', "application/json"], ["1e999", "application/json"], ["[".repeat(20_000), "application/json"], ['{"a":'.repeat(8000), "application/json"],
  [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), "application/json"], [Buffer.alloc(64), "application/json"], ["email=a@example.com&password=x", "application/x-www-form-urlencoded"], ["{}x", "text/plain"],
  ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"], ["{}x", ";;;"], ["{}x", ""], ['{"__proto__":{"a":1}', "application/json"], ["\ufeff{", "application/json"], [Buffer.from("7b00", "hex"), "application/json; charset=utf-16"],
];
const MULTIPART = [
  ["--b\r\n", "multipart/form-data; boundary=b"], ["--b--\r\n", "multipart/form-data; boundary=b"], ["junk", "multipart/form-data; boundary=b"], ["junk", "multipart/form-data"], ["junk", "multipart/form-data; boundary="], ["junk", `multipart/form-data; boundary=${"b".repeat(200)}`],
  ['--b\r\nContent-Disposition: form-data; name="profile_picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG no picture\r\n--b--\r\n', "multipart/form-data; boundary=b"],
  ['--b\r\nContent-Disposition: form-data; name="profile_picture"\r\n\r\ntext\r\n--b--\r\n', "multipart/form-data; boundary=b"], ['--b\r\nContent-Disposition: form-data; name="$ACTION_ID_0"\r\n\r\n\r\n--b--\r\n', "multipart/form-data; boundary=b"],
  ['--b\r\nContent-Disposition: form-data; name="1_$ACTION_REF_1"\r\n\r\n\r\n--b--\r\n', "multipart/form-data; boundary=b"], ['--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--\r\n', "multipart/form-data; boundary=b"],
];

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens made from a good one that are no longer good. */
export function brokenTokens(good, refreshToken) {
  const [head, body, signature] = good.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  return [
    `${base64url({ alg: "none", typ: "at+jwt" })}.${body}.`, `${base64url({ alg: "none", typ: "at+jwt" })}.${body}.${signature}`, `${base64url({ alg: "HS512", typ: "at+jwt" })}.${body}.${signature}`,
    `${base64url({ alg: "HS256", typ: "JWT" })}.${body}.${signature}`, `${head}.${base64url({ ...claims, sub: NOBODY })}.${signature}`, `${head}.${base64url({ ...claims, perms: ["*", "forged.all"] })}.${signature}`, `${head}.${body}.`,
    `${head}.${body}.${[...signature].reverse().join("")}`, `${good}.x`, refreshToken, "a.b.c", ".", "..", `${head}.${"A".repeat(5000)}.${signature}`, `${base64url({ alg: "HS256", typ: "at+jwt", kid: "../../dev/null" })}.${body}.${signature}`, "\u0001",
  ];
}

/**
 * @param {{ endpoints: { path: string, method: string, fields: string[] }[], pages: string[], good: string, broken: string[], refreshToken: string, host: string, random: () => number }} world
 * @returns {() => { kind: string, method: string, path: string, bytes: Buffer }}
 */
export function requestGenerator({ endpoints, pages, good, broken, refreshToken, host, random }) {
  const pick = (from) => from[Math.floor(random() * from.length)];
  const bearer = (token) => [`Authorization: Bearer ${token}`];
  const cookie = (token) => [`Cookie: access_token=${token}`];
  const reading = endpoints.filter(({ method }) => method === "GET");
  const writing = endpoints.filter(({ method }) => method !== "GET");
  // These do something without a body, so that no fault in one would keep a signed-in client from doing it.
  const demanding = writing.filter(({ path, method, fields }) => fields.length > 0 && method !== "DELETE" && !/logout|revoke-all|refresh|update_user|@me|picture/.test(path));
  const named = (path) => path.replaceAll(/\{[^}]+\}/g, () => pick([NOBODY, "1", "a".repeat(300), pick(ENCODINGS), pick(STRINGS.map(encodeURIComponent_))]));
  const anyPath = () => (random() < 0.5 ? named(pick(endpoints).path) : pick(pages));

  const kinds = {
    path: () => ({ method: pick(METHODS.slice(0, 1)), path: spoil(anyPath(), pick, random), headers: random() < 0.5 ? bearer(good) : cookie(good) }),
    query: () => ({ method: "GET", path: `${random() < 0.7 ? named(pick(reading).path) : pick(pages)}?${pick(LIST_KEYS)}=${pick(QUERY)}&${pick(LIST_KEYS)}=${pick(QUERY)}`, headers: random() < 0.5 ? bearer(good) : cookie(good) }),
    method: () => ({ method: pick(ODD_METHODS), path: anyPath(), headers: random() < 0.5 ? bearer(good) : [] }),
    wrongMethod: () => ({ method: pick(["PATCH", "PUT", "OPTIONS", "HEAD"]), path: pick(pages), headers: cookie(good) }),
    header: () => ({ method: "GET", path: anyPath(), headers: [...(random() < 0.5 ? bearer(good) : []), pick(ODD_HEADERS), pick(ODD_HEADERS)] }),
    token: () => tokenRequest(pick(broken)),
    body: () => ({ ...target(pick(writing)), headers: bearer(good), body: pick(BODIES) }),
    field: () => fieldRequest(pick(demanding)),
    multipart: () => ({ ...(random() < 0.5 ? { method: "POST", path: "/api/auth/upload-profile-picture" } : { method: "POST", path: pick(pages) }), headers: random() < 0.5 ? cookie(good) : bearer(good), body: pick(MULTIPART) }),
    action: () => ({ method: "POST", path: pick(pages), headers: [`Next-Action: ${pick(["", "x", "0".repeat(40), "7f".repeat(21), "f".repeat(64), "a".repeat(500), "\u00ff"])}`, ...(random() < 0.5 ? [`Origin: http://${host}`] : []), ...(random() < 0.5 ? cookie(good) : [])], body: pick([...MULTIPART, ["[]", "text/plain;charset=UTF-8"], ["[\"$K1\"]", "text/plain;charset=UTF-8"], ["{", "text/plain"], ["a=b", "application/x-www-form-urlencoded"]]) }),
    framing: () => ({ method: "POST", path: anyPath(), headers: [pick(["Content-Length: -2", "Content-Length: 99999999999", "Content-Length: 2\r\nContent-Length: 4", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Content-Length: 2\r\nTransfer-Encoding: chunked", "Content-Length: a", "Transfer-Encoding: x"])], raw: "{}" }),
    line: () => ({ raw: pick(["hello\r\n\r\n", "GET /login HTTP/9.9\r\nHost: localhost\r\n\r\n", "GET  /login HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /login\r\n\r\n", "GET /api/auth/me HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET http://evil.example/api/admin/users HTTP/1.1\r\nHost: localhost\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\n Folded: x\r\n\r\n"]), method: "GET", path: "", isWhole: true }),
  };
  const target = ({ path, method }) => ({ path: named(path), method });
  // As a Bearer, a refresh token is the right credential of the paths that renew and end a session.
  const tokenRequest = (token) => {
    const headers = (random() < 0.5 ? bearer : cookie)(token);
    if (token === refreshToken) return { method: "GET", path: named(pick(reading.filter(({ path }) => !/session/.test(path))).path), headers };
    return { method: pick(["GET", "POST", "DELETE"]), path: anyPath(), headers, body: random() < 0.3 ? ["{}", "application/json"] : undefined };
  };
  const fieldRequest = (endpoint) => {
    const text = JSON.stringify({ [pick(endpoint.fields)]: pick([...STRINGS, ...WRONG_TYPES]), [pick(["nobody_knows", "is_admin", "role", "id"])]: pick(WRONG_TYPES) });
    return { ...target(endpoint), headers: bearer(good), body: [text, "application/json"] };
  };
  // Connections that are cut for a fault cost a new one each; they come less often.
  const weighted = ["path", "path", "query", "query", "header", "header", "header", "token", "token", "body", "body", "field", "field", "multipart", "action", "action", "wrongMethod", "method", "framing", "line"];
  return () => {
    const kind = pick(weighted);
    const request = kinds[kind]();
    return { kind, method: request.method, path: request.path, bytes: encode(request, host) };
  };
}

/** Lone surrogates stay what they are: bytes that no decoder takes. */
const encodeURIComponent_ = (text) => {
  try {
    return encodeURIComponent(text).slice(0, 600);
  } catch {
    return "%ED%A0%80";
  }
};

function spoil(path, pick, random) {
  const at = Math.floor(random() * (path.length + 1));
  const piece = pick(ENCODINGS);
  return random() < 0.5 ? `${path}/${piece}` : `${path.slice(0, Math.max(1, at))}${piece}${path.slice(Math.max(1, at))}`;
}

function encode({ method, path, headers = [], body, raw, isWhole }, host) {
  if (isWhole) return Buffer.from(raw, "latin1");
  const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body[0]);
  const lines = [...(headers.some((line) => line.startsWith("Host:")) ? [] : [`Host: ${host}`]), ...headers];
  if (body !== undefined) lines.push(...(body[1] === "" ? [] : [`Content-Type: ${body[1]}`]), `Content-Length: ${content.length}`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`, "utf8"), content, Buffer.from(raw ?? "", "latin1")]);
}
