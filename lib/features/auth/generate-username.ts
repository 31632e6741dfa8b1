import { randomInt } from "node:crypto";

const BASE_MAX = 20;
const SUFFIX_LENGTH = 6;
/** Without look-alikes. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

/** A username for somebody who gave none: readable, and random enough (29 bits) not to collide. */
export function generateUsername(email: string): string {
  const local = email.split("@")[0] ?? "";
  const base = local.toLowerCase().replace(/\+.*$/, "").replace(/[^a-z0-9._-]/g, "").replace(/^[^a-z0-9]+/, "").slice(0, BASE_MAX) || "user";
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${base}-${suffix}`;
}
