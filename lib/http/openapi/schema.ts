/** Zod schemas as the JSON Schema 2020-12 that OpenAPI 3.1 speaks. */
import { z } from "zod";

export type Json = Record<string, unknown>;

/** `$schema` belongs to documents of its own. What JSON Schema cannot say (a transform's result) is left open. */
export function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline", override: withoutImpliedPattern });
  return rest;
}

/** A named format says what its regular expression would say again, at length. */
function withoutImpliedPattern({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
