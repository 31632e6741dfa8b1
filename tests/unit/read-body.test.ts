import { describe, expect, it } from "vitest";
import { readBody } from "@/lib/http/read-body";

const MEGABYTE = 1024 * 1024;

function post(body: string, headers: Record<string, string> = {}): Request {
  const sent = { "content-type": "application/json", "content-length": String(body.length), ...headers };
  return new Request("http://localhost:3000/api/test", { method: "POST", headers: sent, body });
}

const refusal = (request: Request, wanted: "json" | "multipart" = "json") =>
  readBody(request, wanted).then(
    () => "accepted",
    (error: { status?: number }) => error.status,
  );

const jsonOf = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;

describe("a body @asvs V4.3.1", () => {
  it("of JSON holds a megabyte and no byte more", async () => {
    expect(await refusal(post(jsonOf(MEGABYTE)))).toBe("accepted");
    expect(await refusal(post(jsonOf(MEGABYTE + 1)))).toBe(413);
  });

  it("of a form holds six, counted before it is read", async () => {
    const request = post("", { "content-type": "multipart/form-data; boundary=b", "content-length": String(6 * MEGABYTE + 1) });
    expect(await refusal(request, "multipart")).toBe(413);
    expect(request.bodyUsed).toBe(false);
  });

  it("says its length and its type", async () => {
    const unmeasured = new Request("http://localhost:3000/api/test", { method: "POST", headers: { "transfer-encoding": "chunked" }, body: "{}" });
    unmeasured.headers.set("transfer-encoding", "chunked");
    expect(await refusal(unmeasured)).toBe(411);
    expect(await refusal(post("{}", { "content-type": "text/plain" }))).toBe(415);
  });

  it("is valid UTF-8 and an object", async () => {
    for (const body of ["{", "[]", "null", "7", '"text"']) expect(await refusal(post(body)), body).toBe(400);
    const broken = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const headers = { "content-type": "application/json", "content-length": String(broken.length) };
    expect(await refusal(new Request("http://localhost:3000/api/test", { method: "POST", headers, body: broken }))).toBe(400);
  });
});
