import { AppError, UNAVAILABLE } from "../errors";

/** Pictures waiting for their turn; each holds its upload (at most 5 MB) in memory. */
const MAX_WAITING = 16;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Runs decoding work one at a time, in order, so that uploads can take neither the memory nor the cores that
 * requests need.
 *
 * @throws AppError UNAVAILABLE (503, Retry-After 5 s) when too many wait
 */
export async function inImageQueue<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MAX_WAITING) throw new AppError(UNAVAILABLE, { retryAfterSeconds: 5, reason: "image queue full" });
  waiting += 1;
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}
