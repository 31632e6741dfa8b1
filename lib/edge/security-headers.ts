import { edgeEnv } from "./env";

/** 128 random bits for one response's Content-Security-Policy (CSP level 3, section 8.2). */
export const newNonce = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));

/**
 * The policy of a page: scripts by nonce alone, nothing from other hosts. Style attributes cannot bear a nonce and the
 * positioning of menus needs them, so inline styles alone are allowed. Development needs eval for React's refresh.
 */
export const pagePolicy = (nonce: string): string => {
  const { isDevelopment, isHttps, redirectAllowList } = edgeEnv();
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    // Browsers hold the redirect that follows a form to it as well.
    ["form-action 'self'", ...redirectAllowList].join(" "),
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "manifest-src 'self'",
    "worker-src 'self'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
};

/** Nothing in a JSON answer is ever to be rendered. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers of every answer, page or API (OWASP Secure Headers Project; ASVS V3.4). */
export const securityHeaders = (): Record<string, string> => ({
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  "cross-origin-opener-policy": "same-origin",
  ...(edgeEnv().isHttps ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
});

/** What an API answer bears beyond the headers of every answer. */
export const apiHeaders = {
  "content-security-policy": apiPolicy,
  "cache-control": "no-store",
} as const;

/** Headers of an API answer: those of every answer, the API's policy, and no copy in any cache. */
export const apiSecurityHeaders = (): Record<string, string> => ({ ...securityHeaders(), ...apiHeaders });
