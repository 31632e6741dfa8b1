import { AppError } from "@/lib/errors";
import type { Places } from "@/lib/rate-limit/shared-window";

/** Part of a try for which places were taken: a fault of ours gives them back, a refusal does not. */
export async function atNoCost<T>(places: Places, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // A store that is away cannot take anything back either.
    if (!(error instanceof AppError)) await places.giveBack().catch(() => undefined);
    throw error;
  }
}
