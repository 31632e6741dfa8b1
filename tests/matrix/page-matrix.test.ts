/** Every page itself at the server, without the gate: its own code refuses or renders, for each kind of viewer. */
// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { page } from "@/app/page-maker";
import matrix from "@/contracts/access-matrix.json";
import { privateHeaders } from "@/lib/edge/private-headers";
import { anyone } from "@/lib/http/access";
import { newId } from "@/lib/ids";
import { type MatrixRow, neededFor, VIEWERS, type ViewerKind } from "../../scripts/contracts/access-matrix";
import { readPages } from "../../scripts/contracts/read-pages";
import { makePatient } from "../factories/make-patient"; // feature:patients
import { makeRole } from "../factories/make-role";
import { makeUser } from "../factories/make-user";
import { sql } from "../setup/sql";
import { FIREFOX, freshAddress } from "../setup/test-context";
import { inNextRequest, type PageEnd } from "./in-next-request";
import { LEADS_ON } from "../tools/leads-on";
import { ROOT } from "./matrix-request";
import { type MatrixViewer, viewerOfKind } from "./viewer-of-kind";

type Page = (props: { params: Promise<Record<string, string>>; searchParams: Promise<Record<string, string>> }) => Promise<unknown>;

const rows = (matrix as MatrixRow[]).filter(({ kind }) => kind === "page");
const { pages } = readPages(ROOT);

// What `experimental.authInterrupts` in next.config.js sets in a build.
beforeAll(() => void vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true"));
afterAll(() => vi.unstubAllEnvs());

const declarationOf = (path: string) => {
  const found = pages.find(({ pattern }) => pattern === path);
  if (!found) throw new Error(`no page answers ${path}`);
  return found;
};

/** What the folders of a page's path name: somebody of `default`, or something of theirs; an organization of the viewer's own. */
async function paramsOf(path: string, viewer: MatrixViewer): Promise<Record<string, string>> {
  if (!path.includes("[")) return {};
  if (path.includes("[organization_id]")) return { organization_id: viewer?.user.organizationId ?? newId() };
  if (path.includes("[group]")) return { group: "admin" };
  if (path.includes("[role_id]")) return { role_id: (await makeRole([])).id };
  const person = await makeUser({ roles: ["user"], password: null });
  if (path.includes("[patient_id]")) return { patient_id: (await makePatient(person)).id }; // feature:patients
  return { id: person.id };
}

/** Calls a page as Next would. */
async function visit(Page: Page, path: string, viewer: MatrixViewer): Promise<{ end: PageEnd; address: string }> {
  const params = await paramsOf(path, viewer);
  const address = Object.entries(params).reduce((text, [name, value]) => text.replace(`[${name}]`, value), path);
  const headers = {
    "user-agent": FIREFOX,
    [privateHeaders.path]: address,
    [privateHeaders.clientAddress]: freshAddress(),
    ...(viewer ? { cookie: `access_token=${viewer.accessToken}` } : {}),
  };
  const props = { params: Promise.resolve(params), searchParams: Promise.resolve({}) };
  return { end: await inNextRequest(headers, () => Page(props)), address };
}

function expectedEnd(row: MatrixRow, kind: ViewerKind, address: string): PageEnd {
  const expected = row.expected[kind];
  if (expected === "login") return { kind: "redirect", to: `/login?return_to=${encodeURIComponent(address)}` };
  if (expected !== "pass") return { kind: "status", status: expected };
  const to = LEADS_ON.get(row.path);
  return to ? { kind: "redirect", to } : { kind: "rendered" };
}

const denialsOf = async (userId: string) =>
  (await sql("SELECT id FROM audit_events WHERE actor_id = $1 AND action = 'access.denied'", [userId])).length;

const gated = rows.filter(({ access }) => access !== "anyone");
const open = rows.filter(({ access }) => access === "anyone");

describe.each(gated.map((row) => [row.path, row] as const))("%s", (path, row) => {
  const { file, access } = declarationOf(path);

  it.each(VIEWERS.map((kind) => [kind, row.expected[kind]] as const))("%s: %s", async (kind, expected) => {
    const { default: Page } = (await import(pathToFileURL(join(ROOT, file)).href)) as { default: Page };
    const viewer = await viewerOfKind(kind, neededFor(access));
    const { end, address } = await visit(Page, path, viewer);
    expect(end).toEqual(expectedEnd(row, kind, address));
    if (viewer) expect(await denialsOf(viewer.user.id)).toBe(expected === 403 ? 1 : 0);
  });
});

describe.each(open.map(({ path }) => [path]))("%s is anyone's", (path) => {
  it.each(VIEWERS)("%s is neither sent to sign in nor refused", async (kind) => {
    const { default: Page } = (await import(pathToFileURL(join(ROOT, declarationOf(path).file)).href)) as { default: Page };
    const { end } = await visit(Page, path, await viewerOfKind(kind, []));
    expect(end).not.toMatchObject({ kind: "status", status: 403 });
    if (end.kind === "redirect" && end.to !== LEADS_ON.get(path)) expect(end.to).not.toMatch(/^\/login/);
  });
});

it("would notice a page whose check is gone", async () => {
  const row = gated.find(({ path }) => path === "/admin/users");
  const unchecked = page(anyone(), async () => null);
  const { end, address } = await visit(unchecked, "/admin/users", null);
  expect(row && expectedEnd(row, "anonymous", address)).not.toEqual(end);
});
