/**
 * From an operation of ours to another system's address for it: names are mapped on the way in and on the way out, what
 * runs between is the operation itself. Nothing in this feature reads or writes anything.
 */
import { z } from "zod";
import { env } from "@/lib/env";
import type { Alias, AnyOperation, HttpBinding, OutputOf } from "@/lib/operation";
import type { Dialect } from "./dialects";

/** What that system's clients send, and what it is called here. Keys that are not named are dropped, as they expect. */
export interface Part<S extends z.ZodObject> {
  accepts: S;
  to: (sent: z.output<S>) => Record<string, unknown>;
}

/** Where the delivery mode puts them into the body. */
export interface Issued {
  access_token?: string;
  refresh_token?: string;
  expires_in?: number;
}

interface Translation<Op extends AnyOperation, P extends z.ZodObject, Q extends z.ZodObject, I extends z.ZodObject, O extends z.ZodType> {
  /** Behind `compat.`: the system, and what is done there. */
  name: string;
  http: HttpBinding | HttpBinding[];
  summary: string;
  dialect: Dialect;
  /** Default: the operation's own. */
  status?: number;
  /** The three parts of a request; one that is left out is taken as the operation takes it. */
  params?: Part<P>;
  query?: Part<Q>;
  input?: Part<I>;
  /** Our names of fields → theirs, for the sentences of a refusal. */
  fields?: Record<string, string>;
  output: O;
  /** `query` as it was sent. */
  answer: (body: OutputOf<Op> & Issued, query: Record<string, string>) => z.input<O>;
}

type AnyPart = Part<z.ZodObject>;

/** Fails with their field names for what they declare, then with the operation's own rules. */
const reading = (part: AnyPart | undefined, ours: z.ZodType<unknown, Record<string, unknown>> | undefined) =>
  part && ours ? part.accepts.transform(part.to).pipe(ours) : ours;

/**
 * An alias. Its access, limit, audit rows and scope are the operation's, because the operation is what runs.
 * What `output` does not name never gets out.
 */
export function translate<
  Op extends AnyOperation,
  O extends z.ZodType,
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  I extends z.ZodObject = z.ZodObject,
>(operation: Op, translation: Translation<Op, P, Q, I, O>): AnyOperation {
  const { name, http, summary, dialect, status = operation.status, params, query, input, fields = {}, output, answer } = translation;
  const runs = {
    ...operation,
    params: reading(params as AnyPart | undefined, operation.params),
    query: reading(query as AnyPart | undefined, operation.query),
    input: reading(input as AnyPart | undefined, operation.input),
  } as AnyOperation;
  const alias: Alias = {
    runs,
    isOffered: () => env.compat,
    answer: (body, sent) => output.parse(answer(body as OutputOf<Op> & Issued, sent)),
    refusal: (error) => dialect(error, fields),
  };
  return {
    ...operation,
    name: `compat.${name}`,
    http,
    summary,
    status,
    params: params?.accepts ?? operation.params,
    query: query?.accepts ?? operation.query,
    input: input?.accepts ?? operation.input,
    output,
    alias,
    run: () => Promise.reject(new Error(`compat.${name} is an alias: methods() runs what it stands for`)),
  };
}

/** For operations whose body or query those clients know nothing of: whatever they send along is dropped. */
export const nothing = { accepts: z.object({}), to: () => ({}) };
