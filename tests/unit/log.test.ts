import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { formatEvent, log, redactText, setLogContext } from "../../lib/log";

const json = (fields: Record<string, unknown>) => JSON.parse(formatEvent("info", "test.happened", fields, "json")) as Record<string, unknown>;

describe("redaction by key", () => {
  it.each([
    "password", "currentPassword", "new_password", "refresh_token", "accessToken", "client_secret", "AUTH_SECRET",
    "cookie", "set-cookie", "Authorization", "code", "mfa_code", "otp",
  ])("hides %s", (key) => {
    expect(json({ [key]: "canary-value" })[key]).toBe("[redacted]");
  });

  it.each(["error_code", "errorCode", "status_code", "country_code", "token_id", "password_changed_at", "session_id", "decoded"])(
    "shows %s",
    (key) => expect(json({ [key]: "E42" })[key]).toBe("E42"),
  );

  it("reaches into objects, lists and causes", () => {
    const error = new Error("outer", { cause: { token: "canary-value" } });
    const line = formatEvent("error", "test.failed", { error, list: [{ password: "canary-value" }] }, "json");
    expect(line).not.toContain("canary-value");
    expect(line).toContain("outer");
  });
});

describe("redaction in text", () => {
  it.each([
    ["mail to alice.b+x@example.com now", "mail to a…@example.com now"],
    ["Key (lower(email))=(bob@example.org) already exists", "Key (lower(email))=(b…@example.org) already exists"],
    ["postgres://app:hunter2@db:5432/x", "postgres://app:[redacted]@db:5432/x"],
    ["GET /verify?token=abc123&x=1", "GET /verify?token=[redacted]&x=1"],
    ["Bearer abc.def-ghi", "Bearer [redacted]"],
    ["got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here", "got [redacted] here"],
  ])("%s", (text, expected) => expect(redactText(text)).toBe(expected));

  it("takes linear time on text made to be slow", () => {
    const started = performance.now();
    for (const unit of ["a", "a@", "a.", "eyJ", "://a", "?token"]) redactText(unit.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("never lets a whole address through", () => {
    const local = fc.stringMatching(/^[a-z][a-z0-9._+-]{1,20}$/);
    fc.assert(
      fc.property(local, fc.string(), (name, around) => {
        expect(redactText(`${around} ${name}@example.com`)).not.toContain(` ${name}@example.com`);
      }),
    );
  });
});

describe("one line per event", () => {
  it.each(["json", "pretty"] as const)("%s keeps control characters and line breaks out", (format) => {
    const nasty = "a\nERROR forged\r\u001b[31m\u0000\u2028\u202e\u0085\u009b";
    const line = formatEvent("info", `event${nasty}`, { field: nasty, [nasty]: 1 }, format);
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  });

  it("gives the same event for any fields at all", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
        const line = formatEvent("warn", "test.happened", fields, "json");
        expect(JSON.parse(line)).toMatchObject({ level: "warn", event: "test.happened" });
        expect(line.split("\n")).toHaveLength(1);
      }),
    );
  });

  it("survives circles, getters that throw, bigints and huge values", () => {
    const circle: Record<string, unknown> = { big: 10n, huge: "x".repeat(1_000_000), date: new Date(Number.NaN) };
    circle.self = circle;
    expect(formatEvent("info", "e", circle, "json").length).toBeLessThan(50_000);
    const trap = Object.defineProperty({}, "boom", { enumerable: true, get: () => { throw new Error("no"); } });
    expect(json({ trap })).toMatchObject({ event: "test.happened", fields: "[unreadable]" });
  });

  it("cannot be given another level, time or event by a field", () => {
    expect(json({ level: "debug", event: "other", time: "never" })).toMatchObject({ level: "info", event: "test.happened" });
  });
});

describe("log", () => {
  afterEach(() => {
    setLogContext(() => ({}));
    vi.restoreAllMocks();
  });

  const capture = () => vi.spyOn(process.stderr, "write").mockImplementation(() => true);

  it("adds the context of the request", () => {
    const written = capture();
    setLogContext(() => ({ request_id: "r-1" }));
    log.error("test.failed");
    expect(String(written.mock.calls[0]?.[0])).toContain("r-1");
  });

  it("does not throw when context or output do", () => {
    const written = capture();
    setLogContext(() => { throw new Error("no scope"); });
    expect(() => log.error("test.failed")).not.toThrow();
    setLogContext(() => ({}));
    written.mockImplementation(() => { throw new Error("EPIPE"); });
    expect(() => log.error("test.failed")).not.toThrow();
  });
});
