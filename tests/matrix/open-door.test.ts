/** The matrix is only worth something if it fails: an operation without its check, and a raw handler, are named. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import matrix from "@/contracts/access-matrix.json";
import { anyone, ownOrAny, scopeOf, signedIn } from "@/lib/access/policy";
import type { Access } from "@/lib/edge/access";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { findPerson } from "@/lib/features/admin/repo";
import { userIdParams } from "@/lib/features/admin/schema";
import { methods } from "@/lib/http/methods";
import { type AnyOperation, defineOperation } from "@/lib/operation";
import { accessMatrix, type MatrixRow, VIEWERS } from "../../scripts/contracts/access-matrix";
import { http } from "../setup/http";
import { matrixRequest, ROOT, type Sender } from "./matrix-request";
import { mismatch } from "./mismatch";
import { viewerOfKind } from "./viewer-of-kind";

const rowOf = (name: string) => {
  const row = (matrix as MatrixRow[]).find((candidate) => candidate.name === name);
  if (!row) throw new Error(`the matrix has no ${name}`);
  return row;
};

/** All sentences about one route against one row. */
async function complaints(row: MatrixRow, route: object, needed: string[], senders: readonly Sender[] = VIEWERS): Promise<string[]> {
  const found: (string | null)[] = [];
  for (const kind of senders) {
    const viewer = await viewerOfKind(kind, needed);
    found.push(mismatch(row, kind, await http(route, await matrixRequest(row, kind, viewer, "bearer"))));
  }
  return found.filter((sentence) => sentence !== null);
}

describe("the matrix names", () => {
  const openList = (access: Access): AnyOperation => ({ ...listUsers, access, run: async () => ({ users: [] }), scope: undefined, output: getUser.output.partial().loose() }) as AnyOperation;

  it("nothing, while the operation is whole", async () => {
    expect(await complaints(rowOf("user.list"), methods({ GET: listUsers }), ["users.view"])).toEqual([]);
    expect(await complaints(rowOf("user.get"), methods({ GET: getUser }), ["users.view"])).toEqual([]);
  });

  it("an operation whose access check is gone", async () => {
    const found = await complaints(rowOf("user.list"), methods({ GET: openList(anyone()) }), ["users.view"]);
    expect(found).toEqual(["anonymous", "user", "banned", "unverified", "expired"].map((kind) => expect.stringMatching(`^user.list .* to ${kind}, declared is 40[13]$`)));
  });

  it("an operation that asks for a session only", async () => {
    const found = await complaints(rowOf("user.list"), methods({ GET: openList(signedIn()) }), ["users.view"]);
    expect(found).toEqual(["user", "unverified"].map((kind) => expect.stringMatching(`^user.list .* to ${kind}, declared is 403$`)));
  });

  it("an operation that forgets its scope", async () => {
    const unscoped = { ...getUser, scope: ({ params }: { params: { id: string } }) => findPerson({ kind: "platform" }, params.id) } as AnyOperation;
    const found = await complaints(rowOf("user.get"), methods({ GET: unscoped }), ["users.view"]);
    expect(found).toEqual([expect.stringMatching("^user.get .* answered 200 .* to otherTenant, declared is 404$")]);
  });

  describe("of an operation that is own-or-any,", () => {
    const showPerson = defineOperation({
      name: "user.own",
      kind: "query",
      http: { method: "GET", path: "/api/admin/users/{id}" },
      summary: "Show oneself, or anybody",
      access: ownOrAny("users.view"),
      params: userIdParams,
      output: z.object({ id: z.uuid() }),
      audit: false,
      scope: ({ viewer, params }) => findPerson(params.id === viewer.userId ? { kind: "platform" } : scopeOf(viewer, "users.view"), params.id),
      owner: ({ resource }) => resource.id,
      run: async ({ resource }) => ({ id: resource.id }),
    });
    const [row] = accessMatrix([showPerson], [], [], ROOT);
    const complaintsOf = (operation: AnyOperation) => complaints(row as MatrixRow, methods({ GET: operation }), ["users.view"], [...VIEWERS, "owner"]);

    it("nothing, while it is whole", async () => {
      expect(row).toMatchObject({ access: "own, or users.view", expected: { anonymous: 401, user: 403, admin: "pass", otherTenant: 404, holder: "pass" } });
      expect(await complaintsOf(showPerson)).toEqual([]);
    });

    it("everybody who takes other people's rows for their own", async () => {
      let caller = "";
      const everybodys = { ...showPerson, scope: async (step: { viewer: { userId: string }; params: { id: string } }) => {
        caller = step.viewer.userId;
        return findPerson({ kind: "platform" }, step.params.id);
      }, owner: () => caller } as AnyOperation;
      const found = await complaintsOf(everybodys);
      expect(found.slice(0, 2)).toEqual(["user", "unverified"].map((kind) => expect.stringMatching(`answered 200 .* to ${kind}, declared is 403$`)));
      expect(found.at(-1)).toMatch(/to otherTenant, declared is 404$/);
    });

    it("an owner who is kept out", async () => {
      expect(await complaintsOf({ ...showPerson, owner: undefined } as AnyOperation)).toEqual([expect.stringMatching("FORBIDDEN to owner, declared is to let in$")]);
    });
  });

  it("a raw handler in an operation's place", async () => {
    const raw = { GET: async () => Response.json({ users: [] }) };
    const found = await complaints(rowOf("user.list"), raw, ["users.view"]);
    expect(found).toHaveLength(5);
    expect(found.every((sentence) => sentence.startsWith("user.list (GET /api/admin/users) answered 200"))).toBe(true);
  });
});
