/** Keeps secrets out of the trail: values under telling names are replaced before a row is signed. */
const SECRET = /pass(word|wd)|secret|token|cookie|authorization|api_?key|recovery|otp|hash/i;
const REDACTED = "[redacted]";
const TEXT_MAX = 500;

/** A copy with secrets replaced and long texts cut. Depth is bounded, so that hostile input cannot nest without end. */
export function redact<T>(value: T, depth = 0): T | string {
  // A cut may halve a surrogate pair, which jsonb refuses.
  if (typeof value === "string") return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX).replace(/[\ud800-\udbff]$/, "")}…` : value;
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  if (depth > 5) return "[nested]";
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      SECRET.test(key) && entry !== null && entry !== undefined ? REDACTED : redact(entry, depth + 1),
    ]),
  ) as T;
}
