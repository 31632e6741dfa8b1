/** One operation for many people, one after the other, with what came of each. */
import { z } from "zod";
import { AppError, INTERNAL_ERROR, UNAVAILABLE } from "@/lib/errors";
import { log } from "@/lib/log";
import { type AnyOperation, execute } from "@/lib/operation";
import type { RequestContext } from "@/lib/session/request-context";

/** An operation upon one person. */
export type RowOperation = AnyOperation;

export const rowResult = z.object({
  id: z.uuid(),
  success: z.boolean(),
  message: z.string(),
  unchanged: z.literal(true).optional(),
  sessions_revoked: z.number().int().optional(),
  code: z.string().optional().meta({ description: "Of a refusal, as the operation for one person would give it" }),
  status: z.number().int().optional(),
});
export type RowResult = z.output<typeof rowResult>;

const refusalOf = (id: string, { message, code, status }: AppError): RowResult => ({ id, success: false, message, code, status });

/**
 * Each in a transaction of its own. Where the database is away, those who are left are not tried.
 * The whole was counted once against the caller's limit, so its rows are not.
 */
export async function runForEach(operation: RowOperation, ctx: RequestContext, ids: readonly string[], input: Record<string, unknown>): Promise<RowResult[]> {
  const uncounted = { ...operation, limit: undefined };
  const results: RowResult[] = [];
  let isAway = false;
  for (const id of ids) {
    const result: RowResult = isAway ? refusalOf(id, new AppError(UNAVAILABLE)) : await runRow(uncounted, ctx, id, input);
    isAway ||= result.status === UNAVAILABLE.status;
    results.push(result);
  }
  return results;
}

async function runRow(operation: RowOperation, ctx: RequestContext, id: string, input: Record<string, unknown>): Promise<RowResult> {
  try {
    const { message, unchanged, sessions_revoked } = (await execute(operation, ctx, { params: { id }, input })) as Partial<RowResult>;
    return { id, success: true, message: message ?? "Done.", unchanged, sessions_revoked };
  } catch (error) {
    if (error instanceof AppError) return refusalOf(id, error);
    log.error("bulk.row_failed", { requestId: ctx.requestId, operation: operation.name, error });
    return refusalOf(id, new AppError(INTERNAL_ERROR));
  }
}
