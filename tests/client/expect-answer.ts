import { expect } from "vitest";
import type { AnyOperation } from "@/lib/operation";

/** One method of a client called, and the operation whose answer it has to bring. */
export interface Called {
  operation: AnyOperation;
  answer: unknown;
}

/** Exactly what the operation declares: nothing is missing, and nothing is there that no type knows. */
export function expectAnswer({ operation, answer }: Called): void {
  expect(operation.output.parse(answer), operation.name).toEqual(answer);
}
