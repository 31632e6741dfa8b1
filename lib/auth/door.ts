/** Auth.js's own paths as a route file exports them: its actions go to Auth.js, every other path and method is answered by us. */
import type { NextRequest } from "next/server";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { methods, requestContext } from "@/lib/http/methods";
import { respondError } from "@/lib/http/respond";
import { handlers } from "./config";

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

const rest = methods({}, { beside: ["GET", "POST"] });

export const authDoor = {
  GET: forActions((request) => handlers.GET(request)),
  HEAD: forActions((request) => handlers.GET(request)),
  POST: forActions((request) => handlers.POST(request)),
  PUT: forActions(rest.PUT),
  PATCH: forActions(rest.PATCH),
  DELETE: forActions(rest.DELETE),
  OPTIONS: forActions(rest.OPTIONS),
};
