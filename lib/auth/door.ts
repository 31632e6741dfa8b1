/** Auth.js's own paths as a route file exports them: its actions go to Auth.js, every other path and method is answered by us. */
import type { NextRequest } from "next/server";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { methods, requestContext } from "@/lib/http/methods";
import { respondError } from "@/lib/http/respond";
import { findProvider } from "@/lib/providers";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { handlers } from "./config";
import { departByForm } from "./provider-departure";
import { returnByForm, returnFrom } from "./provider-return";

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

const toAuthJs = { GET: (request: NextRequest) => handlers.GET(request), POST: (request: NextRequest) => handlers.POST(request) };
const rest = methods({}, { beside: ["GET", "POST"] });

export const authDoor = {
  GET: forActions(atProvider("callback", (name, request) => returnFrom(name, new URL(request.url).searchParams, request), toAuthJs.GET)),
  // Looks, and uses nothing up.
  HEAD: forActions(toAuthJs.GET),
  POST: forActions(atProvider("callback", returnByForm, atProvider("signin", departByForm, toAuthJs.POST))),
  PUT: forActions(rest.PUT),
  PATCH: forActions(rest.PATCH),
  DELETE: forActions(rest.DELETE),
  OPTIONS: forActions(rest.OPTIONS),
};
