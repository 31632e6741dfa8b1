/**
 * The structured log: one line per event, safe to print whatever it is given. What people did is the audit
 * trail's; this is for whoever runs the system, so it holds no password, token, secret or full mail address.
 */
import { now } from "./clock";
import { env } from "./env";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

const SEVERITY = { debug: 10, info: 20, warn: 30, error: 40 } as const satisfies Record<LogLevel, number>;

const SECRET_WORDS = /^(password|passwords|passwd|passphrase|token|tokens|secret|secrets|cookie|cookies|authorization|otp|credential|credentials)$/;
/** `token_id` or `password_changed_at` tells about a secret without being one. */
const ABOUT_A_SECRET = /^(id|ids|at|kind|type|state|count|length|seconds)$/;
/** `code` alone is a one-time code; these are not. */
const HARMLESS_CODES = /^(error|status|exit|country|zip|sql)$/;

const MAX_DEPTH = 5;
const MAX_ITEMS = 50;
const MAX_CHARACTERS = 4000;

/** C1 controls, line separators and bidirectional overrides: JSON leaves them as they are, terminals do not. */
const UNPRINTABLE = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** The look-behind starts a match only where a local part starts, which keeps long input linear. */
const EMAIL = /(?<![\w.!#$%&'*+/=?^`{|}~-])([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@([a-z0-9-]+(?:\.[a-z0-9-]+)*)/gi;
const JWT = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const URL_PASSWORD = /(:\/\/[^\s:/@]*):[^\s/@]+@/g;
const QUERY_SECRET = /([?&](?:[\w-]*token|code|secret|password|state)=)[^&\s"']+/gi;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

const REDACTED = "[redacted]";

function isSecretKey(key: string): boolean {
  const words = key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  if (ABOUT_A_SECRET.test(words.at(-1) ?? "")) return false;
  if (words.at(-1) === "code") return !HARMLESS_CODES.test(words.at(-2) ?? "");
  return words.some((word) => SECRET_WORDS.test(word));
}

/** Takes credentials out of free text and shortens mail addresses to `a…@example.com`. */
export function redactText(text: string): string {
  const short = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return short
    .replace(URL_PASSWORD, `$1:${REDACTED}@`)
    .replace(JWT, REDACTED)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(EMAIL, "$1…@$2");
}

function describeError(error: Error, depth: number): LogFields {
  const code = (error as { code?: unknown }).code;
  return {
    name: redactText(error.name),
    message: redactText(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { error_code: code } : {}),
    ...(error.stack ? { stack: redactText(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return "[function]";
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[deep]";
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  return redactFields(value as LogFields, depth);
}

function redactFields(fields: LogFields, depth: number): LogFields {
  const entries = Object.entries(fields).slice(0, MAX_ITEMS).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [redactText(key), isSecretKey(key) ? REDACTED : redact(value, depth + 1)]),
  );
}

function oneLine(value: unknown): string {
  const escaped = JSON.stringify(value) ?? "null";
  return escaped.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function pretty(level: LogLevel, event: string, time: string, fields: LogFields): string {
  const bare = (value: unknown) => (typeof value === "string" && /^[\w.:/@…+-]+$/.test(value) ? value : oneLine(value));
  const pairs = Object.entries(fields).map(([key, value]) => `${bare(key)}=${bare(value)}`);
  return [time.slice(11, 23), level.toUpperCase().padEnd(5), bare(event), ...pairs].join(" ");
}

/** One line without its newline. Never throws: a field that cannot be read costs the fields, not the event. */
export function formatEvent(level: LogLevel, event: string, fields: LogFields, format: "pretty" | "json"): string {
  const time = now().toISOString();
  const name = redactText(String(event));
  let safe: LogFields;
  try {
    safe = redactFields(fields, 0);
  } catch {
    safe = { fields: "[unreadable]" };
  }
  return format === "json" ? oneLine({ ...safe, time, level, event: name }) : pretty(level, name, time, safe);
}

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseLogContext?: () => LogFields };

/** Fields added to every line, such as the request id of the request being served. */
export function setLogContext(provider: () => LogFields): void {
  shared.gatehouseLogContext = provider;
}

function write(level: LogLevel, event: string, fields: LogFields): void {
  try {
    if (SEVERITY[level] < SEVERITY[env.logLevel]) return;
    const line = formatEvent(level, event, { ...shared.gatehouseLogContext?.(), ...fields }, env.logFormat);
    (level === "warn" || level === "error" ? process.stderr : process.stdout).write(`${line}\n`);
  } catch {
    // A log that fails must not fail what it reports about.
  }
}

/**
 * A line about every request, whose fields are all our own words and numbers: it goes out as it is, since the search
 * for secrets would cost more than many a request. For people (`pretty`) it is `debug`, for machines `info`.
 */
export function logMeasure(event: string, fields: Record<string, string | number>): void {
  const isForMachines = env.logFormat === "json";
  if (!isForMachines) return write("debug", event, fields);
  if (SEVERITY.info < SEVERITY[env.logLevel]) return;
  process.stdout.write(`${JSON.stringify({ ...fields, time: now().toISOString(), level: "info", event })}\n`);
}

/** `event` is a past-tense name such as `mail.sent`; details go into `fields`. */
export const log = {
  debug: (event: string, fields: LogFields = {}) => write("debug", event, fields),
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};
