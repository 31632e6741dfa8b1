/** Lists with filters in their address. A filter that makes no sense is no error page: the form shows what is wrong. */
import { AppError, VALIDATION_ERROR } from "@/lib/errors";
import { setResponseStatus } from "./request-scope";

export interface FilterProblem {
  message: string;
  /** Sentences per query key. */
  fields: Record<string, string[]>;
}

export type Filtered<T> = { output: T; problem: null } | { output: null; problem: FilterProblem };

/** What the work gives; where it refuses its query, what to show beside the form, with status 422. */
export async function tryFilters<T>(work: Promise<T>): Promise<Filtered<T>> {
  try {
    return { output: await work, problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== VALIDATION_ERROR.code) throw error;
    setResponseStatus(422);
    return { output: null, problem: { message: error.message, fields: (error.details?.fields ?? {}) as Record<string, string[]> } };
  }
}
