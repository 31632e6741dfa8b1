/** What is pending or not built is not there: its addresses answer as any unknown one does, to a signed-in administrator too. */
import { beforeAll, describe, expect, it } from "vitest";
import actions from "@/contracts/audit-actions.json";
import { HOOK_NAMES } from "@/lib/hooks/hooks";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import type { Row } from "./row";
import { allRows } from "./rows/all-rows";
import { isRouted, send } from "./wire";

const rows = (allRows as readonly Row[]).flatMap((row) => ("absent" in row && row.absent ? [row] : []));

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

describe.each(rows.map(({ id, absent = [] }) => [id, absent] as const))("%s is not there", (_id, absent) => {
  it.each(absent)("%s", async (line) => {
    if (!isRouted(line)) return;
    const answer = await send(line, { as: admin });
    expect([answer.status, answer.body]).toMatchObject([404, { error: expect.any(String), code: "NOT_FOUND" }]);
  });
});

describe("what has no address", () => {
  const pending = (prefix: string) => (allRows as readonly Row[]).flatMap(({ id, status }) => (status === "pending" && id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  const inCamelCase = (name: string) => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

  it("is no hook that can be registered, and no action that anything writes", () => {
    expect(pending("4.2-").map(inCamelCase).filter((name) => (HOOK_NAMES as readonly string[]).includes(name))).toEqual([]);
    expect(pending("6.1-").filter((action) => action in actions)).toEqual([]);
  });
});
