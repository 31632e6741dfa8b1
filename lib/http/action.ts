/**
 * From an operation to a server action: reads the form, rotates an expired session in the same request, runs the
 * operation, sets its cookies, and goes on or answers the form's state; a sign-in that needs a second factor goes on to
 * it. Access, origin, limits and validation are execute()'s, so posting an action to another page's URL gains nothing.
 */
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { revalidatePath } from "next/cache";
import { cookieAttributes } from "@/lib/edge/cookies";
import { privateHeaders } from "@/lib/edge/private-headers";
import { verifyAccessToken } from "@/lib/edge/token";
import { setResponseStatus } from "./request-scope";
import { type AppError, REAUTH_REQUIRED } from "@/lib/errors";
import { type AnyOperation, execute, type OutputOf, type RawInput } from "@/lib/operation";
import { hasTrustedOrigin } from "@/lib/session/csrf";
import type { Credentials, RequestContext } from "@/lib/session/request-context";
import { rotateSession } from "@/lib/session/rotate-session";
import { makeContext } from "./context";
import { byWayOfCookieCheck } from "./cookie-check";
import { type CookieToSet, deliver } from "./delivery";
import { secondStepPath, setPendingFactor } from "./pending-factor";
import { asAppError } from "./respond";

/** What a form shows after a post. Never holds what was typed into a password field. */
export interface ActionState {
  ok?: boolean;
  message?: string;
  code?: string;
  fields?: Record<string, string[]>;
  values?: Record<string, string>;
  retryAfterSeconds?: number;
  requestId?: string;
  /** With code REAUTH_REQUIRED: by what it can be proven who is there, and the page that asks where no script runs. */
  stepUp?: { methods: string[]; href?: string };
  /** What is made and shown once, by name, such as new recovery codes. Stored nowhere. */
  shownOnce?: Record<string, string | string[] | null>;
}

export interface ActionOptions<Op extends AnyOperation> {
  /** Which form fields are path parameters. */
  params?: string[];
  /** What else a form needs before it is the operation's input, such as what a cookie holds. Runs on everything but `params`. */
  toInput?: (fields: Record<string, FormDataEntryValue>, credentials: Credentials) => Record<string, unknown>;
  /** The query of an operation that only reads. */
  toQuery?: (fields: Record<string, FormDataEntryValue>) => Record<string, unknown>;
  /** What the answer of a success has to say that is bad news; shown as a refusal is. */
  trouble?: (output: OutputOf<Op>) => string | undefined;
  /** Where to go after success; without it the form stays and shows `message`. */
  redirectTo?: (output: OutputOf<Op>, form: FormData) => string;
  message?: string | ((output: OutputOf<Op>) => string);
  /** What of the answer the form shows this once. */
  shownOnce?: (output: OutputOf<Op>) => ActionState["shownOnce"];
}

/** A form as it was sent: text or files. */
export type Fields = Record<string, FormDataEntryValue>;

/** `export const signIn = action(login, { redirectTo: () => "/dashboard" })` in a `"use server"` file. */
export function action<Op extends AnyOperation>(operation: Op, options: ActionOptions<Op> = {}) {
  return async (_previous: ActionState, form: FormData): Promise<ActionState> => {
    const fields = ownFields(form);
    const ctx = await actionContext();
    const hasCookies = (await headers()).has("cookie");
    let target: string | undefined;
    try {
      const output = await execute(operation, ctx, rawInput(fields, ctx, options));
      await setCookies(deliver(ctx).cookies);
      target = options.redirectTo?.(output, form);
      if (target === undefined) {
        revalidatePath("/", "layout");
        const trouble = options.trouble?.(output);
        if (trouble !== undefined) return { ok: false, message: trouble, requestId: ctx.requestId };
        const message = typeof options.message === "function" ? options.message(output) : options.message;
        return { ok: true, message, shownOnce: options.shownOnce?.(output), requestId: ctx.requestId };
      }
      if (!hasCookies && hasBegunSession(ctx)) target = byWayOfCookieCheck(target);
    } catch (error) {
      const refusal = asAppError(error, ctx.requestId);
      if (!setPendingFactor(await cookies(), refusal)) return refused(refusal, fields, ctx);
      target = secondStepPath(fields.return_to);
    }
    revalidatePath("/", "layout");
    return redirect(target);
  };
}

const hasBegunSession = ({ effects: { session } }: RequestContext): boolean => session !== undefined && session !== "ended";

/** Without what React adds (`$ACTION_…`); empty file inputs count as absent. */
export function ownFields(form: FormData): Fields {
  const entries = [...form].filter(([name, value]) => !name.startsWith("$ACTION") && !(value instanceof File && value.size === 0));
  return Object.fromEntries(entries);
}

function rawInput(fields: Fields, { credentials }: RequestContext, { params = [], toInput, toQuery }: ActionOptions<AnyOperation>): RawInput {
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !params.includes(name)));
  return {
    params: Object.fromEntries(params.map((name) => [name, fields[name]])),
    query: toQuery?.(rest),
    input: toInput ? toInput(rest, credentials) : rest,
  };
}

const SECRET_FIELD = /password|token|^code$/i;
const ECHO_MAX = 2000;

/** What a form shows of a refusal: what was typed comes back, but no secret. */
export function refused(error: AppError, fields: Fields, ctx: RequestContext): ActionState {
  const echo = Object.entries(fields).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && !SECRET_FIELD.test(entry[0]),
  );
  if (error.status === 503) setResponseStatus(503, { "retry-after": String(error.retryAfterSeconds ?? 2) });
  return {
    ok: false,
    message: error.message,
    code: error.code,
    fields: error.details?.fields as Record<string, string[]> | undefined,
    values: Object.fromEntries(echo.map(([name, value]) => [name, value.slice(0, ECHO_MAX)])),
    retryAfterSeconds: error.retryAfterSeconds,
    requestId: ctx.requestId,
    stepUp: error.code === REAUTH_REQUIRED.code ? { methods: error.details?.methods as string[], href: proofPath(ctx) } : undefined,
  };
}

/** Where it is asked who is there, and back to the page of the form. */
const proofPath = (ctx: RequestContext): string => `/reauthenticate?return_to=${encodeURIComponent(ctx.path)}`;

/**
 * The context of a posted form. One whose access token has expired while it lay open rotates here, in the same
 * request, so that what was typed is not lost.
 */
export async function actionContext(): Promise<RequestContext> {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const path = head.get(privateHeaders.path) ?? "/";
  const ctx = makeContext({ kind: "action", method: "POST", path, headers: head, cookie: (name) => jar.get(name)?.value });
  const { accessCookie, refreshCookie } = ctx.credentials;
  // execute() will refuse it; until then nothing may change, not even the tokens.
  if (!hasTrustedOrigin(ctx)) return ctx;
  if (!refreshCookie || (accessCookie && (await verifyAccessToken(accessCookie)).ok)) return ctx;
  const renewed = await rotateSession(ctx, refreshCookie).catch(() => null);
  if (!renewed) return ctx;
  ctx.effects.session = renewed;
  await setCookies(deliver(ctx).cookies);
  return {
    ...ctx,
    effects: {},
    credentials: { ...ctx.credentials, accessCookie: renewed.accessToken, refreshCookie: renewed.refreshToken },
  };
}

async function setCookies(toSet: CookieToSet[]): Promise<void> {
  const jar = await cookies();
  for (const { name, value, maxAge } of toSet) jar.set({ name, value, maxAge, ...cookieAttributes() });
}
