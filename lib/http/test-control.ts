/**
 * Answers of the routes by which browser tests move the clock and arm failpoints. Their files (route.testing.ts) are
 * no routes to a plain build, and this refuses in one all the same.
 */
import type { z } from "zod";
import { env } from "@/lib/env";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { parseInput } from "@/lib/validation";
import { requestContext } from "./methods";
import { readBody } from "./read-body";
import { respond, respondError } from "./respond";

export function testControl<S extends z.ZodObject>(schema: S, apply: (body: z.output<S>) => Promise<void> | void) {
  return async (request: Request): Promise<Response> => {
    const { requestId } = requestContext(request);
    try {
      if (!env.isTestBuild) throw new AppError(NOT_FOUND);
      const body = parseInput(schema, await readBody(request, "json"), "body") as z.output<S>;
      await apply(body);
      return respond(request, requestId, { status: 200, body });
    } catch (error) {
      return respondError(request, requestId, error);
    }
  };
}
