/** Every endpoint of the API that is an operation, as OpenAPI has it. */
import openapi from "../../../contracts/openapi.json" with { type: "json" };

/** An id that nobody has. */
export const NOBODY = "0190f6a8-0000-7000-8000-000000000000";

interface Described {
  requestBody?: { content?: Record<string, { schema?: { properties?: object } }> };
  "x-handler"?: boolean;
}

export interface Endpoint {
  path: string;
  method: string;
  fields: string[];
}

export const endpoints: Endpoint[] = Object.entries(openapi.paths).flatMap(([pattern, methods]) =>
  Object.entries(methods as Record<string, Described>).filter(([, operation]) => !operation["x-handler"]).map(([method, operation]) => ({
    path: pattern.replaceAll(/\{[^}]+\}/g, NOBODY),
    method: method.toUpperCase(),
    fields: Object.keys(operation.requestBody?.content?.["application/json"]?.schema?.properties ?? {}),
  })),
);
