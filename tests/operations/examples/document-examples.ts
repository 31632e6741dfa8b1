/** Every example of the document, with what is needed to send it: read from the document alone, as a client would. */
import type { Method } from "@/lib/operation";
import { SAMPLE } from "@/lib/operation-example";
import type { HttpRequest } from "@/tests/setup/http";
import { pictureFile } from "./prepared";
import { filledIn, type SampleWorld } from "./sample-world";

type Shown = Record<string, { value: unknown }>;

interface Content {
  schema: object;
  examples?: Shown;
}

export interface Entry {
  operationId: string;
  security: object[];
  parameters: { name: string; in: "path" | "query"; required: boolean; examples?: Shown }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { headers?: object; content?: Record<string, Content> }>;
  "x-access": { kind: string };
  "x-handler"?: true;
}

export interface DocumentExample {
  path: string;
  method: Method;
  /** As the document names it. */
  key: string;
  /** The operation's or handler's. */
  name: string;
  entry: Entry;
  /** The status of success. */
  status: string;
}

/** An example whose request is the bare address is named by its answer; before that is recorded, `example`. */
function keysOf(entry: Entry, status: string): string[] {
  const bodies = [...Object.values(entry.requestBody?.content ?? {}), ...Object.values(entry.responses[status]?.content ?? {})];
  const keys = [...entry.parameters.map(({ examples }) => examples), ...bodies.map(({ examples }) => examples)].flatMap((shown) => Object.keys(shown ?? {}));
  return keys.length > 0 ? [...new Set(keys)] : ["example"];
}

export function documentExamples(paths: object): DocumentExample[] {
  return Object.entries(paths as Record<string, Record<string, Entry>>).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, entry]) => {
      const status = Object.keys(entry.responses).find((code) => Number(code) < 400) ?? "";
      const name = entry.operationId.replace(/\.\d+$/, "");
      return keysOf(entry, status).map((key) => ({ path, method: method.toUpperCase() as Method, key, name, entry, status }));
    }),
  );
}

/** The request that an example is, in this world. */
export async function requestOf({ path, method, key, entry }: DocumentExample, world: SampleWorld): Promise<HttpRequest> {
  const sent = (place: "path" | "query") =>
    Object.fromEntries(entry.parameters.flatMap(({ name, in: at, examples }) => (at === place && examples?.[key] ? [[name, String(filledIn(examples[key].value, world))]] : [])));
  const params = sent("path");
  const handle = /\/(@\w+)$/.exec(path)?.[1];
  const address = Object.entries(params).reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams(sent("query")).toString();
  return {
    method,
    path: query ? `${address}?${query}` : address,
    params: handle ? { handle } : params,
    ...(method === "GET" ? {} : { body: await bodyOf(entry, key, world) }),
    ...(entry.security.length > 0 ? { as: world.caller } : {}),
  };
}

async function bodyOf({ requestBody }: Entry, key: string, world: SampleWorld): Promise<unknown> {
  const [[type, { examples }] = ["application/json", { examples: undefined }]] = Object.entries(requestBody?.content ?? {});
  const value = filledIn(examples?.[key]?.value ?? {}, world) as Record<string, string>;
  if (type !== "multipart/form-data") return value;
  const form = new FormData();
  for (const [name, text] of Object.entries(value)) form.set(name, text === SAMPLE.picture ? await pictureFile() : text);
  return form;
}
