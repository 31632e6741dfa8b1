/** contracts/access-matrix.json, asserted: ten kinds of viewer at every operation and handler, by cookie and by Bearer, with the gate and without. */
import { describe, expect, it } from "vitest";
import matrix from "@/contracts/access-matrix.json";
import { bindingsOf } from "@/lib/operation";
import { allOperations } from "@/lib/registry";
import { type MatrixRow, neededFor, VIEWERS } from "../../scripts/contracts/access-matrix";
import { http } from "../setup/http";
import { sql } from "../setup/sql";
import { type Door, matrixRequest, routeOf, type Sender } from "./matrix-request";
import { mismatch } from "./mismatch";
import { httpThroughGate, isGated } from "./through-gate";
import { viewerOfKind } from "./viewer-of-kind";

/** Judge a secret of their own, whoever is signed in: tests/operations/system. */
const OWN_SECRET = new Set(["/api/cron", "/api/metrics"]);

const rows = (matrix as MatrixRow[]).filter(({ kind, path }) => kind !== "page" && !path.startsWith("/denied") && !OWN_SECRET.has(path));
const DOORS: Door[] = ["cookie", "bearer"];

const neededAt = ({ name }: MatrixRow) => {
  const operation = allOperations.find((candidate) => candidate.name === name);
  return operation ? neededFor(operation.access) : [];
};

async function tryAs(row: MatrixRow, kind: Sender, door: Door, send: typeof http | typeof httpThroughGate) {
  const viewer = await viewerOfKind(kind, neededAt(row));
  const answer = await send(await routeOf(row), await matrixRequest(row, kind, viewer, door));
  return { viewer, answer };
}

async function denialsOf(userId: string): Promise<number> {
  return (await sql("SELECT id FROM audit_events WHERE actor_id = $1 AND action = 'access.denied'", [userId])).length;
}

describe("the matrix", () => {
  it("has every address of every operation", () => {
    const declared = allOperations.flatMap((operation) => bindingsOf(operation).map(({ method, path }) => `${method} ${path}`)).sort();
    expect(rows.filter(({ kind }) => kind === "operation").map(({ method, path }) => `${method} ${path}`).sort()).toEqual(declared);
  });
});

describe.each(rows.map((row) => [`${row.name} ${row.method} ${row.path}`, row] as const))("%s", (_, row) => {
  const ways = [["at the server", http] as const, ...(isGated(row.path) ? [["through the gate", httpThroughGate] as const] : [])];

  it.each(VIEWERS.map((kind) => [kind, row.expected[kind]] as const))("%s: %s", async (kind, expected) => {
    for (const [way, send] of ways) {
      for (const door of DOORS) {
        const { viewer, answer } = await tryAs(row, kind, door, send);
        expect(mismatch(row, kind, answer), `${way}, by ${door}`).toBeNull();
        if (viewer && expected === 403) expect(await denialsOf(viewer.user.id), `audit rows, ${way}, by ${door}`).toBe(1);
      }
    }
  });

  if (row.access.startsWith("own, or ")) {
    it.each(DOORS)("lets the owner in, who holds nothing, by %s", async (door) => {
      for (const [way, send] of ways) {
        const { viewer, answer } = await tryAs(row, "owner", door, send);
        expect(mismatch(row, "owner", answer), way).toBeNull();
        if (viewer) expect(await denialsOf(viewer.user.id), `audit rows, ${way}`).toBe(0);
      }
    });
  }

  if (row.kind === "operation" && row.method === "GET" && row.access !== "anyone") {
    it("answers 200 to whoever holds what it asks", async () => {
      const { answer } = await tryAs(row, "holder", "bearer", http);
      expect(answer.status).toBe(200);
    });
  }
});
