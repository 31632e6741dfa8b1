/** What an operation's declaration says of refusals, as tests: anonymous, without the permission, malformed. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { permits } from "@/lib/edge/permission";
import { newId } from "@/lib/ids";
import { type AnyOperation, type RawInput, requiredBy } from "@/lib/operation";
import { makeViewer } from "../factories/make-viewer";
import { auditMark, auditRowsSince } from "./audit-rows";
import { callAs, type Caller } from "./call-as";
import { rowsUnchanged } from "./rows-unchanged";

export interface RefusalCases {
  /** A request that would succeed, made anew for each test. */
  valid: () => RawInput | Promise<RawInput>;
  /** Who may. Default: somebody new who holds what the declaration asks for. */
  caller?: () => Promise<Caller | null>;
  /** Bodies that must be 422, by name; partial ones are laid over the valid body. */
  invalid?: Record<string, Record<string, unknown>>;
  /** Queries that must be 422, by name. */
  invalidQuery?: Record<string, Record<string, unknown>>;
  /** Permissions that must not suffice. Default: every other built-in resource's. */
  insufficient?: readonly string[];
}

const NEARLY = ["activity.view", "compliance.view", "organizations.view", "settings.view"];

/** Registers the tests; call it inside a `describe`. Every refusal is also shown to leave all tables as they were. */
export function expectRefused(operation: AnyOperation, cases: RefusalCases): void {
  const caller = cases.caller ?? (() => callerFor(operation));
  describe(`${operation.name} is refused`, () => {
    if (operation.access.kind !== "anyone") anonymous(operation, cases);
    if ("permissions" in operation.access) withoutPermission(operation, cases);
    if (operation.access.kind === "own-or-any") withoutRow(operation, cases);
    if (operation.params) malformedIds(operation, cases, caller);
    if (operation.input) invalidBodies(operation, cases, caller);
    for (const [title, query] of Object.entries(cases.invalidQuery ?? {})) {
      it(`422 for the query: ${title}`, async () => {
        const valid = await cases.valid();
        await refusedWith(operation, await caller(), { ...valid, query: { ...valid.query, ...query } }, 422);
      });
    }
  });
}


async function callerFor({ access }: AnyOperation): Promise<Caller | null> {
  return access.kind === "anyone" ? null : makeViewer(requiredBy(access));
}

async function refusedWith(operation: AnyOperation, caller: Caller | null, raw: RawInput, status: number): Promise<Record<string, unknown>> {
  const error = await rowsUnchanged(() => callAs(caller).refusal(operation, raw));
  expect({ status: error.status, code: error.code }).toMatchObject({ status });
  return error.details ?? {};
}

function anonymous(operation: AnyOperation, cases: RefusalCases): void {
  it.each([
    ["no credential", null],
    ["a token that is none", { accessToken: "not.a.token" }],
  ])("401 for %s, without an audit row", async (_title, caller) => {
    const raw = await cases.valid();
    const since = await auditMark();
    await refusedWith(operation, caller, raw, 401);
    expect(await auditRowsSince(since)).toEqual([]);
  });
}

function withoutPermission(operation: AnyOperation, cases: RefusalCases): void {
  const required = requiredBy(operation.access);
  const others = (cases.insufficient ?? NEARLY).filter((name) => !required.some((wanted) => permits([name], wanted)));
  it("403 without the permission, with an access.denied row", async () => {
    const raw = await cases.valid();
    for (const held of [[], others]) {
      const viewer = await makeViewer(held);
      const since = await auditMark();
      await refusedWith(operation, viewer, raw, 403);
      expect(await auditRowsSince(since)).toMatchObject([
        { action: "access.denied", actor_id: viewer.user.id, session_id: viewer.sessionId, success: false, error_code: "FORBIDDEN" },
      ]);
    }
  });
}

/** A row that is not there: 403 to whoever could not see it, so that nobody learns which rows exist; 404 to a holder. */
function withoutRow(operation: AnyOperation, cases: RefusalCases): void {
  it("says 403 of a row that is not there to whoever holds nothing, 404 to a holder", async () => {
    const valid = await cases.valid();
    const absent = { ...valid, params: Object.fromEntries(Object.keys(valid.params ?? {}).map((name) => [name, newId()])) };
    await refusedWith(operation, await makeViewer(), absent, 403);
    await refusedWith(operation, await makeViewer(requiredBy(operation.access)), absent, 404);
  });
}

function malformedIds(operation: AnyOperation, cases: RefusalCases, caller: () => Promise<Caller | null>): void {
  const names = Object.keys((operation.params as z.ZodObject).shape);
  it.each(names)("404 for a malformed %s", async (name) => {
    const valid = await cases.valid();
    for (const value of ["", "1", "../..", "0198c0de-0000-7000-8000-00000000000", "' OR 1=1 --", "\0"]) {
      await refusedWith(operation, await caller(), { ...valid, params: { ...valid.params, [name]: value } }, 404);
    }
  });
}

const isStrict = (schema: z.ZodObject): boolean => schema.def.catchall instanceof z.ZodNever;

const bodyOf = (raw: RawInput): Record<string, unknown> => (raw.input ?? {}) as Record<string, unknown>;

/** From the schema: an unknown key, each required field left out, each field with a value of no sensible type. */
function derivedBodies(schema: z.ZodObject, valid: Record<string, unknown>): [string, Record<string, unknown>][] {
  const fields = Object.entries(schema.shape) as [string, z.ZodType][];
  const without = (name: string) => Object.fromEntries(Object.entries(valid).filter(([key]) => key !== name));
  return [
    ...(isStrict(schema) ? [["an unknown key", { ...valid, unexpected_key: 1 }] as [string, Record<string, unknown>]] : []),
    ...fields.filter(([, field]) => !field.safeParse(undefined).success).map(([name]): [string, Record<string, unknown>] => [`${name} missing`, without(name)]),
    ...fields
      .filter(([, field]) => !field.safeParse({ unexpected: [] }).success)
      .map(([name]): [string, Record<string, unknown>] => [`${name} of a wrong type`, { ...valid, [name]: { unexpected: [] } }]),
    ...fields
      .filter(([name]) => typeof valid[name] === "string")
      .map(([name]): [string, Record<string, unknown>] => [`${name} with U+0000`, { ...valid, [name]: `${String(valid[name])}\0` }]),
  ];
}

function invalidBodies(operation: AnyOperation, cases: RefusalCases, caller: () => Promise<Caller | null>): void {
  it("400 for a body that is no object", async () => {
    const valid = await cases.valid();
    for (const input of [[], "text", 7]) await refusedWith(operation, await caller(), { ...valid, input }, 400);
  });
  it("422 for what the schema excludes, naming the field", async () => {
    const valid = await cases.valid();
    for (const [title, input] of derivedBodies(operation.input as z.ZodObject, bodyOf(valid))) {
      const details = await refusedWith(operation, await caller(), { ...valid, input }, 422);
      expect(details, title).toHaveProperty("fields");
    }
  });
  for (const [title, body] of Object.entries(cases.invalid ?? {})) {
    it(`422 for the body: ${title}`, async () => {
      const valid = await cases.valid();
      await refusedWith(operation, await caller(), { ...valid, input: { ...bodyOf(valid), ...body } }, 422);
    });
  }
}
