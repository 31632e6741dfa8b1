/** Auth.js's own paths as a route file exports them: its actions go to Auth.js, every other path and method is answered by us. */
import { NextRequest } from "next/server";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { methods, type MethodsOptions, requestContext } from "@/lib/http/methods";
import { respondError } from "@/lib/http/respond";
import { findProvider } from "@/lib/providers";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { handlers } from "./config";
import { requestAuthorizationByForm } from "./authorization-request";
import { receiveAuthorization, receiveFormPost } from "./authorization-response";

/** Auth.js's actions but `session`, which is a route of ours: Auth.js's own would mint the cookie anew. */
const ACTIONS = new Set(["csrf", "providers", "signin", "signout", "callback", "error", "verify-request"]);

type Route = { params: Promise<{ nextauth: string[] }> };
type Serve = (request: NextRequest, route: Route) => Promise<Response>;

/** Runs only for Auth.js's actions; 404 in our shape for the rest. */
const forActions =
  (serve: Serve): Serve =>
  async (request, route) => {
    const { requestId } = requestContext(request);
    const [action = ""] = (await route.params).nextauth;
    return ACTIONS.has(action) ? serve(request, route) : respondError(request, requestId, new AppError(NOT_FOUND));
  };

/** A provider's step, where it is one that is configured; everything else goes to Auth.js. */
const atProvider =
  (action: "callback" | "signin", serveProvider: (name: string, request: NextRequest) => Promise<Response>, otherwise: Serve): Serve =>
  async (request, route) => {
    const [asked, name = ""] = (await route.params).nextauth;
    if (asked !== action || !findProvider(name)) return otherwise(request, route);
    const ctx = requestContext(request);
    try {
      await countByAddress(ctx, rules.general);
      return await serveProvider(name, request);
    } catch (error) {
      return respondError(request, ctx.requestId, error);
    }
  };

const toAuthJs = {
  GET: (request: NextRequest) => handlers.GET(request),
  /** It knows no HEAD. What its own reads set is no more than the token of a form. */
  HEAD: (request: NextRequest) => handlers.GET(new NextRequest(request.url, { headers: request.headers })),
  POST: (request: NextRequest) => handlers.POST(request),
};

const offered = { beside: ["GET", "POST"] } satisfies MethodsOptions;
const refusals = { callback: methods({}, { ...offered, refusesHead: true }), other: methods({}, offered) };

/** A callback uses up what the sign-in began with, and a link's preview must not. */
const isCallback = async (route: Route) => (await route.params).nextauth[0] === "callback";

const refused = (verb: Exclude<keyof typeof refusals.other, "GET" | "POST">): Serve =>
  forActions(async (request, route) => refusals[(await isCallback(route)) ? "callback" : "other"][verb](request, route));

export const authDoor = {
  GET: forActions(atProvider("callback", (name, request) => receiveAuthorization(name, new URL(request.url).searchParams, request), toAuthJs.GET)),
  HEAD: forActions(async (request, route) => ((await isCallback(route)) ? refused("HEAD")(request, route) : toAuthJs.HEAD(request))),
  POST: forActions(atProvider("callback", receiveFormPost, atProvider("signin", requestAuthorizationByForm, toAuthJs.POST))),
  PUT: refused("PUT"),
  PATCH: refused("PATCH"),
  DELETE: refused("DELETE"),
  OPTIONS: refused("OPTIONS"),
};
