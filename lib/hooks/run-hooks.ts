/** Runs the hooks of `gatehouse.config.ts`. Where none is registered, none of this costs anything. */
import config from "@/gatehouse.config";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { log } from "@/lib/log";
import type { AfterEvents, BeforeEvents, HookContext, Hooks, HooksFor, TokenEvent } from "./hooks";

/** A hook that hangs may not hold a request for longer. */
const BEFORE_TIMEOUT_MS = 5000;
const CLAIMS_TIMEOUT_MS = 1000;
/** Of all added claims, as JSON: the token has to fit a cookie. */
const CLAIMS_BYTES_MAX = 1024;

/** Ours, and those that RFC 7519, RFC 8693 and RFC 9068 give a meaning to. */
const RESERVED_CLAIMS = new Set([
  "iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "tid", "roles", "perms", "ver", "amr", "auth_time",
  "acr", "act", "azp", "client_id", "cnf", "entitlements", "groups", "may_act", "nonce", "permissions", "role", "scope", "typ",
]);

/** Of a whole RequestContext, what a hook is shown: no credentials. */
const contextOf = ({ requestId, ipAddress, userAgent }: HookContext): HookContext => ({ requestId, ipAddress, userAgent });

const listOf = <F>(registered: F | readonly F[] | undefined): readonly F[] =>
  registered === undefined ? [] : Array.isArray(registered) ? (registered as readonly F[]) : [registered as F];

/** Whether anybody wants to be told, for what would have to be read first. */
export const registers = (name: keyof Hooks): boolean => listOf<unknown>(config.hooks[name]).length > 0;

/** In their order; the first that refuses ends it. @throws AppError HOOK_REFUSED, 503 for one that does not answer in time */
export async function runBefore<Name extends keyof BeforeEvents>(name: Name, event: BeforeEvents[Name], source: HookContext): Promise<void> {
  const registered: HooksFor<BeforeEvents> = config.hooks;
  const hooks = listOf<(event: BeforeEvents[Name], context: HookContext) => unknown>(registered[name]);
  for (const hook of hooks) await within(BEFORE_TIMEOUT_MS, name, async () => hook(event, contextOf(source)));
}

/** Starts them and returns: the answer does not wait. What one throws is logged, and the next one runs. */
export function runAfter<Name extends keyof AfterEvents>(name: Name, event: AfterEvents[Name], source: HookContext): void {
  const registered: HooksFor<AfterEvents> = config.hooks;
  const hooks = listOf<(event: AfterEvents[Name], context: HookContext) => unknown>(registered[name]);
  if (hooks.length > 0) setImmediate(() => void runInOrder(name, hooks.map((hook) => async () => hook(event, contextOf(source))), source.requestId));
}

async function runInOrder(hook: string, calls: (() => Promise<unknown>)[], requestId: string): Promise<void> {
  for (const call of calls) await call().catch((error: unknown) => log.error("hook.failed", { hook, request_id: requestId, error }));
}

/** The claims that the hooks add; of those that fail, take too long, are ours or are too many, none. Never throws. */
export async function extraClaims(event: TokenEvent): Promise<Record<string, unknown>> {
  const added: Record<string, unknown> = {};
  for (const hook of listOf(config.hooks.customAccessToken)) {
    try {
      const claims = await within(CLAIMS_TIMEOUT_MS, "customAccessToken", async () => hook(event));
      const merged = { ...added, ...allowed(claims ?? {}) };
      if (Buffer.byteLength(JSON.stringify(merged)) > CLAIMS_BYTES_MAX) throw new Error(`more than ${CLAIMS_BYTES_MAX} bytes of claims`);
      Object.assign(added, merged);
    } catch (error) {
      log.error("hook.failed", { hook: "customAccessToken", user_id: event.userId, error });
    }
  }
  return added;
}

/** As JSON carries them. @throws Error for a name that is ours */
function allowed(claims: Record<string, unknown>): Record<string, unknown> {
  const taken = Object.keys(claims).filter((name) => RESERVED_CLAIMS.has(name));
  if (taken.length > 0) throw new Error(`the claims ${taken.join(", ")} have a meaning already; choose other names`);
  return JSON.parse(JSON.stringify(claims)) as Record<string, unknown>;
}

async function within<T>(limitMs: number, hook: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      log.error("hook.timed-out", { hook, limit_ms: limitMs });
      reject(new AppError(UNAVAILABLE, { retryAfterSeconds: 5 }));
    }, limitMs);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
