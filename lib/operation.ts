/**
 * A capability is declared once, with `defineOperation`, and reached in one way, through `execute`. Route, server
 * action, page, edge policy, OpenAPI, client types and tests are derived from the declaration.
 *
 * The trip, top to bottom: origin (403) → limit by address (429) → viewer (401) → access (403, audited) → path ids (404)
 * → scope → owner (403, audited) → nothing in scope (404) → query and body (422) → limit by account (429) → prepare (slow
 * work) → transaction { run → output → audit row } → after the commit: outbox kick, after.
 */
import type { z } from "zod";
import { type Access, isOwnOrHeld, type RowlessAccess } from "@/lib/access/policy";
import { type OwnOrAny, satisfies } from "@/lib/edge/access";
import { type AuditInput, type AuditRows, sealEvent } from "@/lib/audit/audit-event";
import { originOf, recordDenial } from "@/lib/audit/record-denial";
import { recordEvent, recordIn } from "@/lib/audit/record-event";
import { inTransaction, isDatabaseAway, prisma, type Tx } from "@/lib/db";
import { AppError, type ErrorExtra, type ErrorSpec, FORBIDDEN, NOT_FOUND, UNAUTHORIZED, UNAVAILABLE } from "@/lib/errors";
import { failpoint } from "@/lib/failpoint";
import { countOutcome } from "@/lib/metrics/events";
import { kick } from "@/lib/outbox/run-due-jobs";
import { countByAccount, countByAddress } from "@/lib/rate-limit/count";
import type { Limit } from "@/lib/rate-limit/limits";
import { assertTrustedOrigin } from "@/lib/session/csrf";
import { dueOf, type WhileDue } from "@/lib/session/due";
import { holdSession } from "@/lib/session/hold-session";
import type { RequestContext } from "@/lib/session/request-context";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { parseInput, parseParams } from "@/lib/validation";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpBinding {
  method: Method;
  /** As OpenAPI spells it: `/api/admin/users/{id}/ban`. */
  path: string;
}

type Shape = z.ZodObject;
type ViewerFor<A extends Access> = A extends { kind: "anyone" } ? null : Viewer;

/** What every step of an operation is given. */
export interface Step<A extends Access, P extends Shape, Q extends Shape, I extends Shape> {
  ctx: RequestContext;
  /** null for `anyone()` operations, which ask `viewerOf(ctx)` where they care. */
  viewer: ViewerFor<A>;
  params: z.output<P>;
  query: z.output<Q>;
  input: z.output<I>;
  /** Refuses with a declared error. */
  fail: (error: ErrorSpec, extra?: ErrorExtra) => never;
}

/** Signs a row: for a statement's audit parameter, or for a refusal that stands alone. */
export type Seal = (event: AuditInput) => AuditRows;

export interface Operation<
  A extends Access = Access,
  P extends Shape = Shape,
  Q extends Shape = Shape,
  I extends Shape = Shape,
  O extends z.ZodType = z.ZodType,
  R = unknown,
  V = unknown,
> {
  /** `user.ban`: also the OpenAPI id, the limit key and the tests' title. */
  name: string;
  /** `query`: no transaction, no audit. `mutation`: a transaction that ends with the audit row. `statement`: a hot write. */
  kind: "query" | "mutation" | "statement";
  http: HttpBinding | HttpBinding[];
  summary: string;
  access: A;
  limit?: Limit;
  /** Path parameters; one that does not fit is a 404. */
  params?: P;
  /** Unknown keys are ignored, bad values are 422. */
  query?: Q;
  /** The body: `z.strictObject` refuses unknown keys; only old clients' operations use `z.object`, which drops them. */
  input?: I;
  /** How the body arrives. Default `json`. */
  body?: "json" | "multipart";
  /** How long the body may be, where the usual 1 MiB of JSON is too short. Nothing beyond 10 MiB gets here. */
  bodyBytesMax?: number;
  /** What the answer may hold; everything else is stripped. A `FileAnswer` is sent as it is made. */
  output: O;
  /** Media types of an answer that is a file. Default: JSON. */
  produces?: readonly string[];
  /** Status of success. Default 200. */
  status?: number;
  errors?: Record<string, ErrorSpec>;
  /** The audit actions it can write; for a mutation also the event of its success. */
  audit: AuditDeclaration<z.output<P>, z.output<I>, z.input<O>, R> | false;
  /** What may be due while it is called, such as a new password (lib/session/due.ts). Default: nothing. */
  whileDue?: WhileDue;
  /**
   * Needs a proof of who is there that is a few minutes old at most (`STEP_UP_MINUTES`); else a 403 REAUTH_REQUIRED. A mutation of
   * one's own account commits only in a session that is open still: its account's lock is taken first.
   */
  stepUp?: boolean;
  /** For a mutation of one's own account that takes locks which come before an account's: it calls `holdSession` behind them itself. */
  holdsSession?: true;
  /** Finds what the path names, within the viewer's scope; null is a 404. */
  scope?: (step: Omit<Step<A, P, Q, I>, "query" | "input">) => Promise<R | null>;
  /** Whose the found row is; null is nobody's. Declared exactly with `ownOrAny`. */
  owner?: (found: { params: z.output<P>; resource: R }) => string | null;
  /** Slow work outside of the transaction: hashing, look-ups, reservations. */
  prepare?: (step: Step<A, P, Q, I> & { resource: R; seal: Seal }) => Promise<V>;
  run: (step: Step<A, P, Q, I> & RunTools<R, V>) => Promise<z.input<O>>;
  /** Where it is no operation of its own, but another system's address for one. */
  alias?: Alias;
  /** Behind the commit: starts what the answer does not wait for, such as a product's hooks. */
  after?: (done: Step<A, P, Q, I> & { resource: R; prepared: V; output: z.output<O> }) => void;
}

/** How another system's address answers for an operation of ours. `methods()` serves it. */
export interface Alias {
  /** What runs: the operation, with schemas that take what the alias is sent. Name, access, limit and audit are its own. */
  runs: AnyOperation;
  /** Whether the address is there; else it is a 404, as every unknown one. */
  isOffered: () => boolean;
  /** From our answer, tokens included, to that system's. `query` as it was sent. */
  answer: (body: Record<string, unknown>, query: Record<string, string>) => unknown;
  /** That system's status for a refusal, and what its clients read of it beside our own envelope. */
  refusal: (error: AppError) => { status: number; body: Record<string, unknown> };
}

export interface RunTools<R, V> {
  /** What `scope` found. */
  resource: R;
  prepared: V;
  /** A transaction in mutations, the plain client elsewhere. */
  tx: Tx;
  seal: Seal;
}

export interface AuditDeclaration<P, I, O, R> {
  /** Every action the operation can write; the first is that of its success. */
  actions: readonly string[];
  /** `run` writes them: `writesAudit`. */
  writtenByRun?: true;
  /** For a mutation: what its row says beside the action. Stands after `output` and `scope`, whose types it is given. */
  describe?: (result: { params: P; input: I; output: O; resource: R; viewer: Viewer | null }) => Partial<AuditInput>;
}

/** Declares the events that an operation's `run` writes itself: a statement in its SQL, a mutation of several rows in its transaction. */
export const writesAudit = (...actions: string[]) => ({ actions, writtenByRun: true as const });

/** Any operation, for lists of them. Its steps' types are known where it is declared, not here. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- variance: a list must hold operations of every type
export type AnyOperation = Operation<any, any, any, any, any, any, any>;

/** What a caller may send: everything is still to be checked. */
export interface RawInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  input?: unknown;
}

export type OutputOf<Op extends AnyOperation> = z.output<Op["output"]>;

/** Own-or-any without its owner, and an owner that nothing asks for, do not compile. */
type OwnerOf<A extends Access> = A extends OwnOrAny ? { owner: object } : { owner?: undefined };

/** Keeps the types of a declaration; there is no other way to make an operation. */
export function defineOperation<
  const A extends Access,
  O extends z.ZodType,
  P extends Shape = z.ZodObject<Record<never, never>>,
  Q extends Shape = z.ZodObject<Record<never, never>>,
  I extends Shape = z.ZodObject<Record<never, never>>,
  R = null,
  V = undefined,
>(operation: Operation<A, P, Q, I, O, R, V> & OwnerOf<A>): Operation<A, P, Q, I, O, R, V> {
  return operation;
}

export const bindingsOf = (operation: AnyOperation): HttpBinding[] => [operation.http].flat();

const fail = (error: ErrorSpec, extra?: ErrorExtra): never => {
  throw new AppError(error, extra);
};

/**
 * Runs an operation for a request.
 * @throws AppError with the status of the first step that refuses; 503 where the database is away. Anything else
 * that is thrown is our bug.
 */
export async function execute<Op extends AnyOperation>(
  operation: Op,
  ctx: RequestContext,
  raw: RawInput = {},
): Promise<OutputOf<Op>> {
  try {
    const output = (await travel(operation, ctx, raw)) as OutputOf<Op>;
    countOutcome(operation.name);
    return output;
  } catch (error) {
    const told = isDatabaseAway(error) ? new AppError(UNAVAILABLE, { retryAfterSeconds: 2, cause: error }) : error;
    countOutcome(operation.name, told);
    throw told;
  }
}

async function travel(operation: AnyOperation, ctx: RequestContext, raw: RawInput): Promise<unknown> {
  if (operation.kind !== "query") assertTrustedOrigin(ctx);
  const { limit } = operation;
  if (limit?.address) await countByAddress(ctx, limit.address);
  const viewer = operation.access.kind === "anyone" ? null : await admit(operation, ctx);
  const params = parseParams(operation.params, raw.params);
  const resource = operation.scope ? await operation.scope({ ctx, viewer, params, fail }) : null;
  if (operation.access.kind === "own-or-any" && viewer) await admitToRow(operation, { ctx, viewer, params, resource });
  if (operation.scope && resource === null) throw new AppError(NOT_FOUND);
  const query = parseInput(operation.query, raw.query, "query");
  const input = parseInput(operation.input, raw.input, "body");
  if (limit?.account && viewer) await countByAccount(ctx, limit.account, viewer.userId);
  const seal = (event: AuditInput) => sealEvent(event, originOf(ctx, viewer));
  const step = { ctx, viewer, params, query, input, fail, resource, seal };
  const prepared = await operation.prepare?.(step);
  const output = await commit(operation, { ...step, prepared });
  if (operation.kind !== "query") kick();
  operation.after?.({ ...step, prepared, output });
  return output;
}

/** What decides who may: an operation, or a handler's `access` alone. */
type Door = Pick<AnyOperation, "whileDue" | "stepUp"> & { access: RowlessAccess; name?: string };

/**
 * Whoever may pass; the refusal of somebody signed in is an audit row.
 * @throws AppError 401 without a live session, 403 without the permission, while something is due, or where the sign-in is too old
 */
export async function admit(operation: Door, ctx: RequestContext): Promise<Viewer> {
  const viewer = await viewerOf(ctx);
  if (!viewer) throw new AppError(UNAUTHORIZED);
  if (!satisfies(operation.access, viewer.permissions)) {
    await recordDenial(ctx, viewer, { operation: operation.name, required: requiredBy(operation.access) });
    throw new AppError(FORBIDDEN);
  }
  const due = dueOf(viewer, operation.whileDue);
  if (due) throw new AppError(due.error, due.extra);
  if (operation.stepUp) await assertRecentSignIn(viewer);
  return viewer;
}

/**
 * Own-or-any, on the row. To whoever holds nothing a row that is not there is as forbidden as somebody else's.
 * @throws AppError 403
 */
async function admitToRow(operation: AnyOperation, row: { ctx: RequestContext; viewer: Viewer; params: unknown; resource: unknown }): Promise<void> {
  const { ctx, viewer, params, resource } = row;
  const isThere = !operation.scope || resource !== null;
  const ownerId = isThere ? (operation.owner?.({ params, resource }) ?? null) : null;
  if (isOwnOrHeld(operation.access, viewer, ownerId)) return;
  await recordDenial(ctx, viewer, { operation: operation.name, required: requiredBy(operation.access) });
  throw new AppError(FORBIDDEN);
}

/** What a refusal by `access` was for; no other kind refuses anybody who is signed in. */
export const requiredBy = (access: Access): string[] => ("permissions" in access ? access.permissions : []);

type Journey = Parameters<AnyOperation["run"]>[0];

async function commit(operation: AnyOperation, journey: Omit<Journey, "tx">): Promise<unknown> {
  if (operation.kind !== "mutation") {
    const produced = await operation.run({ ...journey, tx: prisma });
    return operation.output.parse(produced);
  }
  try {
    return await inTransaction((tx) => change(operation, { ...journey, tx }));
  } catch (error) {
    await recordFailure(operation, journey, error);
    throw error;
  }
}

/** The change, its checked answer and its audit row: all of it commits, or none. */
async function change(operation: AnyOperation, journey: Journey): Promise<unknown> {
  if (operation.stepUp && !operation.holdsSession && operation.access.kind === "signed-in" && journey.viewer) await holdSession(journey.tx, journey.viewer);
  const output = operation.output.parse(await operation.run(journey));
  failpoint(`${operation.name}:before-audit`);
  if (operation.audit && operation.audit.describe) {
    const [action = operation.name] = operation.audit.actions;
    const event = { action, ...operation.audit.describe({ ...journey, output }) };
    await recordIn(journey.tx, journey.seal(event));
  }
  failpoint(`${operation.name}:before-commit`);
  return output;
}

/** A refusal by the operation's own rules (409, 403 …) is recorded outside of the rolled-back transaction. */
async function recordFailure(operation: AnyOperation, journey: Omit<Journey, "tx">, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || !operation.audit || error.status === 422) return;
  const [action = operation.name] = operation.audit.actions;
  const targetUserId = typeof journey.params.id === "string" ? journey.params.id : null;
  await recordEvent(journey.seal({ action, success: false, errorCode: error.code, targetUserId, ...error.about }));
}
