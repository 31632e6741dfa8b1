/** Answers on the way to a provider and back: always a redirect, because a person is looking. */

/** 302: what it answers is a GET. Relative where it stays with us, or it would change the host and lose the cookies. */
export function redirectTo(location: string, setCookies: readonly string[] = []): Response {
  const answer = new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
  for (const line of setCookies) answer.headers.append("set-cookie", line);
  return answer;
}

/** Back to the page it began at, which says what the code means. @param returnTo - kept for the next try */
export function refusedAt(page: "/login" | "/account/security", code: string, returnTo?: string, setCookies: readonly string[] = []): Response {
  const query = new URLSearchParams({ error: code, ...(page === "/login" && returnTo ? { return_to: returnTo } : {}) });
  return redirectTo(`${page}?${query}`, setCookies);
}
