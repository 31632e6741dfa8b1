/** The gate at every page, for tokens of every kind of viewer. What the server says of the rest is the browser journeys' part. */
import { describe, expect, it } from "vitest";
import matrix from "@/contracts/access-matrix.json";
import { edgePolicy } from "@/lib/edge/policy.gen";
import { newId } from "@/lib/ids";
import { type MatrixRow, neededFor, VIEWERS, type ViewerKind } from "../../scripts/contracts/access-matrix";
import { askGate, type GateVerdict, isGated } from "./through-gate";
import { viewerOfKind } from "./viewer-of-kind";

const rows = (matrix as MatrixRow[]).filter(({ kind }) => kind === "page");

/** The gate knows signatures and permissions; who is banned, or whose row it is, only the database knows. */
function expectedAtGate(row: MatrixRow, kind: ViewerKind): GateVerdict["kind"] | "login" {
  const expected = row.expected[kind];
  if (expected === 403) return "denied";
  return expected === "login" && kind === "anonymous" ? "login" : "next";
}

describe.each(rows.map((row) => [row.path, row] as const))("%s", (path, row) => {
  const policy = edgePolicy.find((entry) => entry.kind === "page" && entry.pattern === path);
  const needed = policy?.kind === "page" ? neededFor(policy.access) : [];
  const address = path.replace(/\[\w+\]/g, newId());

  it("is the gate's", () => {
    expect(policy).toBeDefined();
    expect(isGated(address)).toBe(true);
  });

  it.each(VIEWERS.map((kind) => [kind, expectedAtGate(row, kind)] as const))("%s: %s", async (kind, expected) => {
    const viewer = await viewerOfKind(kind, needed);
    const verdict = await askGate({ method: "GET", path: address, cookies: viewer ? { access_token: viewer.accessToken } : {} });
    if (expected !== "login") return expect(verdict.kind).toBe(expected);
    expect(verdict.kind).toBe("answer");
    const answer = verdict.kind === "answer" ? verdict.answer : new Response();
    expect(answer.status).toBe(307);
    const location = new URL(answer.headers.get("location") ?? "", "http://localhost:3000");
    expect([location.pathname, location.searchParams.get("return_to")]).toEqual(["/login", address]);
  });

  it.each(["POST", "PUT", "DELETE"] as const)("%s that is no form is 405", async (method) => {
    const verdict = await askGate({ method, path: address });
    expect(verdict.kind === "answer" && verdict.answer.status).toBe(405);
  });
});
