/** A Cookie header's pairs (RFC 6265 section 5.4). The first of a name wins: `__Host-` cookies cannot be shadowed. */
export function parseCookie(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim().replace(/^"(.*)"$/, "$1"));
  }
  return cookies;
}
