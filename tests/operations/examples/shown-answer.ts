/** An answer as the document shows it: with the examples' ids, one day, no secret, and lists cut short. */
import { now } from "@/lib/clock";
import { SAMPLE } from "@/lib/operation-example";
import type { SampleWorld } from "./sample-world";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** When examples happen. */
const THEN = Date.parse("2026-01-15T09:30:00Z");
const LIST_MAX = 2;
const LINES_MAX = 4;
/** Of a text within an answer, such as a mail's. */
const TEXT_MAX = 300;

/** Values that are never the same twice, and mean nothing to a reader. */
const BY_NAME: Record<string, string> = {
  access_token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk4YzBkZSJ9.kq3mT1v0aVb8Yh2cXn5rEw9uJ7oLzP4sGd6fKiQx0tM",
  refresh_token: SAMPLE.refreshToken,
  next_cursor: "WzE3Njg0NjkwNjUwMDAsIjAxOThjMGRlIl0",
  challenge: "hJ6sVw0q2mXr8bTzLk4nPc1dYf7gEa5uQi9oRt3xBvM",
  challenge_token: "Yb4nTq8sJd2wLx6vRk0mHc5zPf9aGe3uKi7oXt1yNEs",
  request_id: "0198c0de-0000-7000-8000-0000000000ff",
};

const ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DIGEST = /\b[\da-f]{64}\b/g;

export function shownAnswer(body: unknown, { caller, real }: SampleWorld): unknown {
  const ids = new Map([...real].map(([sample, value]) => [value, sample]));
  ids.set(caller.user.id, "0198c0de-0000-7000-8000-000000000010").set(caller.sessionId, "0198c0de-0000-7000-8000-000000000011");
  let others = 0;
  const idOf = (id: string): string => {
    const known = ids.get(id);
    if (known) return known;
    others += 1;
    const made = `0198c0de-0000-7000-8000-${(0x100 + others).toString(16).padStart(12, "0")}`;
    ids.set(id, made);
    return made;
  };
  const text = (value: string) => instantIn(value.replace(ID, idOf).replace(DIGEST, "5e".repeat(32)));
  const shown = (value: unknown, name = ""): unknown => {
    if (typeof value === "string") return BY_NAME[name] ?? shortened(text(value));
    if (Array.isArray(value)) return value.slice(0, LIST_MAX).map((entry) => shown(entry));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.replace(ID, idOf), shown(entry, key)]));
  };
  return typeof body === "string" ? text(body.split("\n").slice(0, LINES_MAX).join("\n")) : shown(body);
}

const shortened = (value: string) => (value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value);

/** Times keep their distance to now; what is years away is meant as it stands. */
function instantIn(value: string): string {
  const distance = (instant: string) => Date.parse(instant) - now().getTime();
  const isNear = (instant: string) => Math.abs(distance(instant)) < 400 * DAY_MS;
  if (DAY.test(value)) return isNear(value) ? new Date(THEN + Math.round(distance(value) / DAY_MS) * DAY_MS).toISOString().slice(0, 10) : value;
  return value.replace(INSTANT, (instant) => (isNear(instant) ? new Date(THEN + Math.round(distance(instant) / MINUTE_MS) * MINUTE_MS).toISOString() : instant));
}
