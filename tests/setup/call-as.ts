import { AppError } from "@/lib/errors";
import { type AnyOperation, bindingsOf, execute, type OutputOf, type RawInput } from "@/lib/operation";
import type { RequestContext } from "@/lib/session/request-context";
import { makeTestContext, type TestContextOptions } from "./test-context";

/** Anything that bears an access token: what `makeSession` and `makeViewer` give. */
export interface Caller {
  accessToken: string;
}

export type Outcome<Output> =
  | { output: Output; error: null; ctx: RequestContext }
  | { output: null; error: AppError; ctx: RequestContext };

/**
 * Runs operations as somebody (null: nobody), each call a request of its own, by Bearer token. What is thrown and is
 * no AppError is our bug, and fails the test.
 *
 * - `run` gives the output or the AppError, with the request's context (`ctx.effects` holds issued sessions).
 * - `output` gives the output and throws a refusal. `refusal` gives the AppError and throws when there is none.
 */
export function callAs(caller: Caller | null, options: TestContextOptions = {}) {
  const run = async <Op extends AnyOperation>(operation: Op, raw: RawInput = {}): Promise<Outcome<OutputOf<Op>>> => {
    const [binding] = bindingsOf(operation);
    const isToken = options.token === undefined && options.cookie === undefined;
    const ctx = makeTestContext({
      method: binding?.method,
      path: binding?.path,
      ...(isToken ? { token: caller?.accessToken } : {}),
      ...options,
    });
    try {
      return { output: await execute(operation, ctx, raw), error: null, ctx };
    } catch (error) {
      if (error instanceof AppError) return { output: null, error, ctx };
      throw error;
    }
  };
  return {
    run,
    async output<Op extends AnyOperation>(operation: Op, raw: RawInput = {}): Promise<OutputOf<Op>> {
      const outcome = await run(operation, raw);
      if (outcome.error) throw outcome.error;
      return outcome.output;
    },
    async refusal(operation: AnyOperation, raw: RawInput = {}): Promise<AppError> {
      const { error } = await run(operation, raw);
      if (!error) throw new Error(`${operation.name} was not refused`);
      return error;
    },
  };
}
