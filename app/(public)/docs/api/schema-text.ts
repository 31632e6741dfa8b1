/** A JSON Schema as a person reads it: names, types, `?` for what may be left out, `//` for what is to be said. */

export interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

const INDENT = "  ";
/** Enough to see the pattern of a long list of words. */
const WORDS_MAX = 12;

/** `string`, `uuid | null`, `"ban" | "unban"`. Objects and lists of them as `{ … }`. */
export function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return [...schema.enum.slice(0, WORDS_MAX).map((value) => JSON.stringify(value)), ...(schema.enum.length > WORDS_MAX ? ["…"] : [])].join(" | ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(" | ");
  if (schema.type === "array") return `${arrayItem(schema.items ?? {})}[]`;
  if (schema.properties) return "{ … }";
  if (schema.type === "object") return "object";
  if (schema.format === "binary") return "file";
  return schema.format ?? ([schema.type ?? "any"].flat().join(" | "));
}

const arrayItem = (items: JsonSchema): string => {
  const text = typeText(items);
  return text.includes(" | ") ? `(${text})` : text;
};

/** The object within a schema that is worth its own lines. */
function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties && Object.keys(schema.properties).length > 0) return schema;
  if (schema.type === "array" && schema.items) return objectIn(schema.items);
  return schema.anyOf?.map(objectIn).find(Boolean);
}

function propertyLines([name, schema]: [string, JsonSchema], required: readonly string[], indent: string): string[] {
  const remark = schema.description ? `  // ${schema.description}` : "";
  const head = `${indent}${name}${required.includes(name) ? "" : "?"}: `;
  const inner = objectIn(schema);
  if (!inner) return [`${head}${typeText(schema)}${remark}`];
  const [before = "", after = ""] = typeText(schema).split("{ … }");
  return [`${head}${before}{${remark}`, ...objectLines(inner, indent + INDENT), `${indent}}${after}`];
}

const objectLines = ({ properties = {}, required = [] }: JsonSchema, indent: string): string[] =>
  Object.entries(properties).flatMap((property) => propertyLines(property, required, indent));

/** The whole of a body. */
export function schemaText(schema: JsonSchema): string {
  const inner = objectIn(schema);
  if (!inner) return typeText(schema);
  const [before = "", after = ""] = typeText(schema).split("{ … }");
  return [`${before}{`, ...objectLines(inner, INDENT), `}${after}`].join("\n");
}
