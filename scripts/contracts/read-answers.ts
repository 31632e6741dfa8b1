/** The recorded answers of a checkout, without those of examples that are gone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DescribedFeature, examplesOf } from "@/lib/http/openapi/document";
import type { DescribedHandler } from "@/lib/http/openapi/handler-entry";
import type { RecordedAnswers } from "@/lib/http/openapi/operation-entry";

export const ANSWERS_FILE = "contracts/example-answers.json";

/** Written by `npm run contracts:answers`. Empty where nothing was recorded yet. */
export function readAnswers(root: string, features: readonly DescribedFeature[], handlers: readonly DescribedHandler[]): RecordedAnswers {
  const recorded = readFile(join(root, ANSWERS_FILE));
  const wanted = [
    ...features.flatMap((feature) => feature.operations.map((operation) => ({ name: operation.name, keys: examplesOf(operation, feature).map(({ key }) => key) }))),
    ...handlers.map(({ name }) => ({ name, keys: ["example"] })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(
    wanted.flatMap(({ name, keys }) => {
      const kept = keys.flatMap((key) => (recorded[name]?.[key] ? [[key, recorded[name][key]] as const] : []));
      return kept.length > 0 ? [[name, Object.fromEntries(kept)] as const] : [];
    }),
  );
}

function readFile(path: string): RecordedAnswers {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as RecordedAnswers;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
