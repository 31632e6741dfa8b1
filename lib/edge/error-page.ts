import { statusHeaders, type Refusal } from "./envelope";
import { REQUEST_ID_HEADER } from "./request-id";
import { securityHeaders } from "./security-headers";

/** A refusal that happens before any page can render, for people: no script, nothing loaded, no word from the request. */
export const errorPage = (refusal: Refusal, requestId: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${refusal.status} · ${refusal.message}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.4rem;line-height:1.3}code{font-size:.85em}</style>
</head>
<body>
<main>
<h1>${refusal.message}</h1>
<p>Status ${refusal.status}. Reference <code>${requestId}</code></p>
<p><a href="/">Go to the start page</a></p>
</main>
</body>
</html>
`;

/** The headers of {@link errorPage}; its style element is the one thing its policy lets through. */
export const errorPageHeaders = (refusal: Refusal, requestId: string): Record<string, string> => ({
  ...securityHeaders(),
  ...statusHeaders(refusal),
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  [REQUEST_ID_HEADER]: requestId,
});
