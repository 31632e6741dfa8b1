/** What a User-Agent says about a device, for people to recognise their own sessions by. Never a credential. */
import bowser from "bowser";
import { sha256 } from "@/lib/crypto";

export interface Device {
  /** "Chrome on macOS" */
  name: string;
  browser: string | null;
  os: string | null;
}

const UNKNOWN: Device = { name: "Unknown device", browser: null, os: null };

/** API clients that people know by name; bowser knows browsers only. */
const CLIENTS: [RegExp, string][] = [
  [/^curl\//i, "curl"],
  [/^PostmanRuntime\//i, "Postman"],
  [/^python-requests\//i, "Python"],
  [/^okhttp\//i, "Android app"],
  [/^Dart\//i, "Dart app"],
  [/CFNetwork\//i, "iOS app"],
  [/^(node|undici)/i, "Node.js"],
];

export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return UNKNOWN;
  const client = CLIENTS.find(([pattern]) => pattern.test(userAgent));
  if (client) return { name: client[1], browser: client[1], os: null };
  const parsed = bowser.parse(userAgent.slice(0, 512));
  const browser = parsed.browser.name ?? null;
  const os = parsed.os.name ?? null;
  if (!browser && !os) return UNKNOWN;
  return { name: [browser ?? "Browser", os].filter(Boolean).join(" on "), browser, os };
}

/** 32 hex digits over agent and address: tells rows apart, proves nothing. */
export const fingerprintOf = (userAgent: string | null, ipAddress: string | null): string =>
  sha256(`${userAgent ?? ""}:${ipAddress ?? ""}`).toString("hex").slice(0, 32);
