import { z } from "zod";

export const changesOutput = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })).meta({ description: "What differs now, by field" });

/** The fields whose value differs, as the audit trail and the answer tell them. */
export const changesOf = <T extends Record<string, unknown>>(before: T, after: T): Record<string, { from: unknown; to: unknown }> =>
  Object.fromEntries(Object.keys(before).filter((key) => before[key] !== after[key]).map((key) => [key, { from: before[key], to: after[key] }]));
