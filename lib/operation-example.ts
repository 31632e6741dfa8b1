/**
 * Requests that show how an operation is called. Here: what an example is, and the names of things that examples share.
 * Not here: the examples, which stand in each feature's `examples.ts`, and their answers, which are recorded by a test from
 * the running handlers (contracts/example-answers.json).
 */
import type { z } from "zod";
import type { AnyOperation } from "@/lib/operation";

/**
 * What examples name. Tests put something real in the place of each id (tests/operations/examples/sample-world.ts), so an example may
 * name nothing else that has to exist.
 */
export const SAMPLE = {
  /** Ada Lovelace, a member of the caller's organization with the role `user` and a session. */
  user: "0198c0de-0000-7000-8000-000000000001",
  bannedUser: "0198c0de-0000-7000-8000-000000000002",
  deletedUser: "0198c0de-0000-7000-8000-000000000003",
  /** A role of the product's own, which nobody holds. */
  role: "0198c0de-0000-7000-8000-000000000004",
  /** The role `user`, which everybody gets. */
  everyonesRole: "0198c0de-0000-7000-8000-00000000000d",
  /** `reports.view`, made at run time. */
  permission: "0198c0de-0000-7000-8000-000000000005",
  /** An organization whose member the caller is, beside their active one. */
  organization: "0198c0de-0000-7000-8000-000000000006",
  /** A member of that organization. */
  member: "0198c0de-0000-7000-8000-000000000007",
  /** A session of the caller's, on another device. */
  session: "0198c0de-0000-7000-8000-000000000008",
  /** That `user` holds the role `user`. */
  assignment: "0198c0de-0000-7000-8000-000000000009",
  /** A document that the activity trail tells of. */
  document: "0198c0de-0000-7000-8000-00000000000a",
  /** The caller's own. */
  refreshToken: "kq3mT1v0aVb8Yh2cXn5rEw9uJ7oLzP4sGd6fKiQx0tM",
  /** The caller's own. */
  password: "correct horse battery staple",
  /** Ada Lovelace's. */
  email: "ada@example.com",
  /** Of the mail with which Ada Lovelace chooses a new password. */
  resetToken: "Wq7sLx0nB2vYt5dKe8hRz1mJc4gPf6uAoX9iTk3yNjE",
  resetCode: "482913",
  /** Of the mail about a sign-in of hers from a new device. */
  reportToken: "r5Zc8Hn1Vd3Xj7Kq0Lw2Bt9Ys4Gm6Pf-uAeQoTiRyNk",
  /** The bytes of a PNG, JPEG or WebP file. */
  picture: "<bytes of avatar.png>",
} as const;

export interface Example {
  operation: AnyOperation;
  /** In the document: `example` where there is no other. */
  key: string;
  title: string;
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  /** undefined: without a body. */
  input: Record<string, unknown> | undefined;
}

/** A file is shown as a text. */
type Shown<Body> = { [Name in keyof Body]: Body[Name] extends File | undefined ? string : Body[Name] };

type Part<Name extends string, Schema> = [Schema] extends [z.ZodObject]
  ? Record<never, never> extends z.input<Schema>
    ? { [Key in Name]?: Shown<z.input<Schema>> }
    : { [Key in Name]: Shown<z.input<Schema>> }
  : Record<never, never>;

/** Has to hold what the operation's schemas demand. */
type RequestOf<Op extends AnyOperation> = { title?: string } & Part<"params", NonNullable<Op["params"]>> & Part<"query", NonNullable<Op["query"]>> & Part<"input", NonNullable<Op["input"]>>;

const keyOf = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** `example(banUser, { params: { id: SAMPLE.user }, input: { reason: "Spam" } })`. Of several each needs a title of its own. */
export function example<Op extends AnyOperation>(
  operation: Op,
  ...[request]: Record<never, never> extends RequestOf<Op> ? [request?: RequestOf<Op>] : [request: RequestOf<Op>]
): Example {
  const { title = "Example", params = {}, query = {}, input } = (request ?? {}) as Partial<Omit<Example, "operation" | "key">>;
  return { operation, key: keyOf(title), title, params, query, input };
}

/** For an operation that needs nothing but to be called. */
export const emptyExample = (operation: AnyOperation): Example => ({ operation, key: "example", title: "Example", params: {}, query: {}, input: undefined });

/** Whether an operation can be called with nothing at all: no path parameters, no demanded query, and no body. */
export const needsExample = ({ params, query, input }: AnyOperation): boolean =>
  Object.keys((params as z.ZodObject | undefined)?.shape ?? {}).length > 0 ||
  Object.keys((input as z.ZodObject | undefined)?.shape ?? {}).length > 0 ||
  (query !== undefined && !(query as z.ZodObject).safeParse({}).success);
