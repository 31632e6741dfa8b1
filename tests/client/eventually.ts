import { vi } from "vitest";

/** Longer than anything takes on a machine that is busy with other tests. Milliseconds. */
const PATIENCE = 10_000;

/** What nobody awaits has happened. */
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: PATIENCE });
