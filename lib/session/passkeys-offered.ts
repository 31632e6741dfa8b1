import { isIP } from "node:net";
import { env } from "@/lib/env";

/** Whether passkeys can be used here. Browsers give them to domains on https, and to `localhost` (WebAuthn level 3, section 13.4.9: no addresses). */
export function arePasskeysOffered(): boolean {
  const { hostname } = new URL(env.appUrl);
  const isDomain = isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
  const isSecure = env.appUrl.startsWith("https://") || hostname === "localhost" || hostname.endsWith(".localhost");
  return env.passkeys && isDomain && isSecure;
}
