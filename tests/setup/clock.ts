/** The fake clock: Node, SQL and the edge move together. Each test ends in the present. */
import { clockOffsetMs, setClockOffset } from "@/lib/clock";
import { closeDatabase } from "@/lib/db";

/** Connections carry the offset from their start, so the pool is opened anew. */
async function setOffset(offsetMs: number): Promise<void> {
  setClockOffset(offsetMs);
  await closeDatabase();
}

/** Moves every clock by `ms`, forwards or back, from where it stands now. */
export const travel = (ms: number): Promise<void> => setOffset(clockOffsetMs() + ms);

export const returnToPresent = (): Promise<void> => setOffset(0);

export const isTravelling = (): boolean => clockOffsetMs() !== 0;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
