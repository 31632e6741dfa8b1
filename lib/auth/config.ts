/**
 * Auth.js as the protocol engine. Its session cookie is our access-token cookie: `encode` returns a presented token
 * unchanged and `decode` verifies it, so Auth.js can never mint a session of its own. Who comes back from a provider gets
 * a session of ours, by the operation that every other door runs. Signing out ends ours.
 */
import NextAuth, { type NextAuthConfig } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { cookies, headers } from "next/headers";
import { NextRequest } from "next/server";
import { cookieAttributes, cookieNames } from "@/lib/edge/cookies";
import { verifyAccessToken } from "@/lib/edge/token";
import { env } from "@/lib/env";
import { logout } from "@/lib/features/auth/operations/logout";
import { makeContext } from "@/lib/http/context";
import { clearedCookies } from "@/lib/http/delivery";
import { log } from "@/lib/log";
import { execute } from "@/lib/operation";
import { adapter } from "./adapter";
import { makeProviders } from "./make-providers";
import { currentCallback } from "./callback-context";
import { enterOurs, recogniseOrConnect } from "./provider-callbacks";

/** Where the presented token travels from `decode` to `encode`. */
const PRESENTED = "gatehouse_token";

async function endOurs(): Promise<void> {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const facts = { kind: "api", method: "POST", path: "/api/auth/signout", headers: head } as const;
  await execute(logout, makeContext({ ...facts, cookie: (name) => jar.get(name)?.value }));
  for (const { name } of clearedCookies()) jar.set({ name, value: "", maxAge: 0, ...cookieAttributes() });
}

const config = (): NextAuthConfig => ({
  secret: env.authSecret,
  basePath: "/api/auth",
  // Which host we are, APP_URL has decided: see `atAppUrl`.
  trustHost: true,
  providers: makeProviders() as NextAuthConfig["providers"],
  adapter,
  session: { strategy: "jwt", maxAge: env.sessionTtlSeconds },
  cookies: { sessionToken: { name: cookieNames().access, options: cookieAttributes() } },
  pages: { signIn: "/login", signOut: "/login", error: "/login", verifyRequest: "/login", newUser: "/dashboard" },
  callbacks: {
    signIn: ({ account, profile }) => recogniseOrConnect(account, profile),
    jwt: ({ token, user, account }) => (account ? enterOurs(user.id) : token),
  },
  jwt: {
    encode: async ({ token }) => String(token?.[PRESENTED] ?? ""),
    decode: async ({ token }): Promise<JWT | null> => {
      const verdict = token ? await verifyAccessToken(token) : null;
      return verdict?.ok ? { sub: verdict.claims.sub, [PRESENTED]: token } : null;
    },
  },
  events: { signOut: endOurs },
  // What it calls an error is a refused request; one line each, in our form.
  logger: {
    error(error) {
      const callback = currentCallback();
      // What it means is known once the way back is over, which is where it is logged.
      if (callback) callback.fault ??= error;
      else log.warn("auth-js.refused", { error });
    },
    warn: (code) => log.debug("auth-js.warned", { code }),
    debug: () => undefined,
  },
});

/**
 * Next merges the answer's cookies with those that `endOurs` set, and loses a Max-Age of 0 when it parses them: the
 * browser would keep an empty cookie. So the answer does not clear a second time.
 */
function withoutClearing(answer: Response): Response {
  const lines = answer.headers.getSetCookie();
  const kept = lines.filter((line) => !line.startsWith(`${cookieNames().access}=;`));
  if (kept.length === lines.length) return answer;
  // The headers of a redirect cannot be changed in place.
  const own = new Headers(answer.headers);
  own.delete("set-cookie");
  for (const line of kept) own.append("set-cookie", line);
  return new Response(answer.body, { status: answer.status, headers: own });
}

/**
 * The request at APP_URL. Behind a proxy its own URL names where the server listens, or what a Host header says;
 * Auth.js makes its redirects from it, and by its scheme decides whether its cookies are `__Host-` and Secure.
 */
function atAppUrl(request: NextRequest): NextRequest {
  const { origin, href } = new URL(request.url);
  return new NextRequest(href.replace(origin, env.appUrl), request);
}

const { handlers: theirs } = NextAuth(config);

export const handlers = {
  GET: (request: NextRequest) => theirs.GET(atAppUrl(request)),
  POST: async (request: NextRequest) => withoutClearing(await theirs.POST(atAppUrl(request))),
};
