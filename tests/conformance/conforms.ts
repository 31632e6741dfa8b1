/** One test per row, named by it: the report finds its result by the name. */
import { it } from "vitest";
import { allRows, type TestedId } from "./rows/all-rows";

export function conforms(id: TestedId, test: () => Promise<void> | void): void {
  const asks = allRows.find((row) => row.id === id)?.asks;
  it(`${id}: ${asks}`, test);
}
