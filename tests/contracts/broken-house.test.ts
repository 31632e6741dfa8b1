/** Each rule of `npm run contracts:check`, shown on a house that breaks it. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { anyone, can, signedIn } from "@/lib/access/policy";
import { type AnyOperation, defineOperation } from "@/lib/operation";
import { findFaults, type House } from "../../scripts/contracts/find-faults";
import { undescribedHandlers } from "../../scripts/contracts/handlers";
import { readPages } from "../../scripts/contracts/read-pages";
import { readRoutes, type RouteDeclaration } from "../../scripts/contracts/read-routes";

function houseOf(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-house-"));
  for (const [file, text] of Object.entries({ "app/layout.tsx": "export default null;", ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const MAKER = `import { page } from "@/app/page-maker";\n`;
const page = (access: string) => `${MAKER}${access}\nexport default page(access, async () => null);`;

describe("a page", () => {
  it.each([
    ["without access", page(""), /has no `export const access/],
    ["whose access is computed", page("export const access = can(PERMISSION);"), /not written literally/],
    ["whose access is somebody else's", page("export const access = shared;"), /not written literally/],
    ["whose access is spread", page("export const access = can(...NAMES);"), /not written literally/],
    ["with a template in its access", page("export const access = can(`users.${verb}`);"), /not written literally/],
    ["with an unknown permission", page(`export const access = can("users.veiw");`), /users\.veiw.*not in the permission catalogue/],
    ["that asks for nothing", page("export const access = canAll();"), /no permission at all/],
    ["that does not check", `export const access = can("users.view");\nexport default function Page() { return null; }`, /does not check its access/],
    ["that checks by a function of its own", `const page = (access, render) => render;\nexport const access = can("users.view");\nexport default page(access, async () => null);`, /does not check its access/],
    ["that checks another access", `${MAKER}export const access = can("users.view");\nexport default page(anyone(), async () => null);`, /does not check its access/],
    ["that only keeps it to itself", page(`const access = can("users.view");`), /has no `export const access/],
  ])("%s is named", (_, text, sentence) => {
    const { pages, faults } = readPages(houseOf({ "app/(app)/reports/page.tsx": text }));
    expect(pages).toEqual([]);
    expect(faults).toEqual([expect.stringMatching(sentence)]);
    expect(faults[0]).toContain("app/(app)/reports/page.tsx");
  });

  it("is read with its address, access and actions", () => {
    const root = houseOf({
      "app/(app)/reports/[id]/page.tsx": page(`export const access = canAny("users.view", "audit.view");`),
      "app/(app)/form/page.tsx": `import { Form } from "./form";\n${page("export const access = signedIn();")}`,
      "app/(app)/form/form.tsx": `import { save } from "./actions";\nexport const Form = () => save;`,
      "app/(app)/form/actions.ts": `"use server";\nexport const save = 1;`,
      "app/(shell)/layout.tsx": `export default function Layout() { async function leave() { "use server"; } return leave; }`,
      "app/(frame)/layout.tsx": `export { Frame as default } from "../frame";`,
      "app/frame.tsx": `import { save } from "./(app)/form/actions";\nexport const Frame = () => save;`,
      "app/(frame)/inside/page.tsx": page("export const access = signedIn();"),
      "app/(shell)/home/page.tsx": page("export const access = anyone();"),
    });
    expect(readPages(root)).toEqual({
      faults: [],
      pages: [
        { file: "app/(app)/form/page.tsx", pattern: "/form", access: { kind: "signed-in" }, hasActions: true },
        { file: "app/(shell)/home/page.tsx", pattern: "/home", access: { kind: "anyone" }, hasActions: true },
        { file: "app/(frame)/inside/page.tsx", pattern: "/inside", access: { kind: "signed-in" }, hasActions: true },
        { file: "app/(app)/reports/[id]/page.tsx", pattern: "/reports/[id]", access: { kind: "permission", mode: "any", permissions: ["users.view", "audit.view"] }, hasActions: false },
      ],
    });
  });
});

describe("a route", () => {
  it.each([
    ["a raw function beside operations", `export const { GET } = methods({});\nexport async function POST() { return new Response(); }`, /exports POST as a raw handler/],
    ["a raw constant", `export const GET = async () => new Response();`, /exports GET as a raw handler/],
    ["a re-export", `export { GET } from "./elsewhere";`, /exports GET as a raw handler/],
    ["a handler without exported access", `const access = anyone();\nexport const GET = handler({ access }, fn);`, /without an exported `access`/],
    ["a handler whose access is computed", `export const access = can(NAME);\nexport const GET = handler({ access }, fn);`, /not written literally/],
    ["a handler whose options are elsewhere", `export const GET = handler(options, fn);`, /without an object written in place/],
    ["an operation of nowhere", `export const { GET } = methods({ GET: local });`, /no imported operation/],
    ["no method at all", `export const runtime = "nodejs";`, /offers no method/],
  ])("with %s is named", async (_, text, sentence) => {
    const { routes, faults } = await readRoutes(houseOf({ "app/api/things/route.ts": text }));
    expect(routes).toEqual([]);
    expect(faults).toEqual([expect.stringMatching(sentence)]);
    expect(faults[0]).toContain("app/api/things/route.ts");
  });

  it("is read, whichever way its handler is exported; catch-alls and test doors are exempt", async () => {
    const root = houseOf({
      "app/api/a/route.ts": `export const access = can("audit.view");\nconst serve = handler({ access }, fn);\nexport { serve as GET, serve as HEAD };`,
      "app/api/b/route.ts": `export const POST = handler({ access: signedIn() }, fn);`,
      "app/api/[...path]/route.ts": "export const GET = raw;",
      "app/api/auth/[...nextauth]/route.ts": "export const { GET, POST } = handlers;",
      "app/api/test/clock/route.testing.ts": "export const POST = raw;",
    });
    expect(await readRoutes(root)).toEqual({
      faults: [],
      routes: [
        { file: "app/api/a/route.ts", pattern: "/api/a", methods: { GET: { access: can("audit.view") } } },
        { file: "app/api/b/route.ts", pattern: "/api/b", methods: { POST: { access: signedIn() } } },
      ],
    });
  });
});

const operation: AnyOperation = defineOperation({
  name: "thing.change",
  kind: "mutation",
  http: { method: "PUT", path: "/api/things/{id}" },
  summary: "Change a thing",
  access: can("users.edit"),
  params: z.object({ id: z.uuid() }),
  output: z.object({}),
  audit: { actions: ["thing.changed"], describe: () => ({}) },
  run: async () => ({}),
});
const route: RouteDeclaration = { file: "app/api/things/[id]/route.ts", pattern: "/api/things/[id]", methods: { PUT: { operation } } };
const whole: House = { operations: [operation], routes: [route], pages: [], catalogue: [{ name: "users.edit" }] };

describe("a house", () => {
  it("that is whole has no fault", () => {
    expect(findFaults(whole)).toEqual([]);
  });

  const twin: AnyOperation = { ...operation };
  const cases: [string, Partial<House>, string[]][] = [
    ["an operation without route", { routes: [] }, ["operation thing.change: no route file answers /api/things/{id}"]],
    ["another method in the route", { routes: [{ ...route, methods: { POST: { operation } } }] }, [`operation thing.change: ${route.file} does not offer it as PUT`, `${route.file}: thing.change does not declare POST /api/things/[id]`]],
    ["another folder name", { routes: [{ ...route, pattern: "/api/things/[thing]" }] }, ["operation thing.change: no route file answers /api/things/{id}", `${route.file}: thing.change does not declare PUT /api/things/[thing]`]],
    ["a handler in the operation's place", { routes: [{ ...route, methods: { PUT: { access: can("users.edit") } } }] }, [`operation thing.change: ${route.file} does not offer it as PUT`]],
    ["an operation that no feature lists", { operations: [] , catalogue: [] }, [`${route.file}: thing.change is in no feature of lib/registry.ts`]],
    ["two operations of one name and path", { operations: [operation, twin], routes: [route] }, ["operation thing.change exists twice", "PUT /api/things/{id} belongs to two operations", `operation thing.change: ${route.file} does not offer it as PUT`]],
    ["a permission that opens nothing", { catalogue: [{ name: "users.edit" }, { name: "users.fly" }] }, ["permission users.fly opens nothing: say in lib/access/catalogue.ts which feature it is `pending` for"]],
    ["a permission in use that is pending", { catalogue: [{ name: "users.edit", pending: "admin-api" }] }, ["permission users.edit is in use: take its `pending` out of lib/access/catalogue.ts"]],
  ];
  it.each(cases)("with %s is named", (_, change, faults) => {
    expect(findFaults({ ...whole, ...change })).toEqual(faults);
  });

  it.each([
    ["params that its path does not name", { params: z.object({ other: z.uuid() }) }, "operation thing.change: /api/things/{id} names {id}, its params declare {other}"],
    ["a change without audit", { audit: false }, "operation thing.change changes things and declares no audit action"],
    ["a mutation that leaves its audit row to nobody", { audit: { actions: ["thing.changed"] } }, "operation thing.change is a mutation whose audit row nothing writes: give its audit a describe"],
  ])("with an operation with %s is named", (_, change, fault) => {
    const changed = { ...operation, ...change } as AnyOperation;
    expect(findFaults({ ...whole, operations: [changed], routes: [{ ...route, methods: { PUT: { operation: changed } } }] })).toEqual([fault]);
  });

  it("with an open operation shows it in the permission that it no longer asks", () => {
    const open: AnyOperation = { ...operation, access: anyone() };
    expect(findFaults({ ...whole, operations: [open], routes: [{ ...route, methods: { PUT: { operation: open } } }] })).toEqual([
      "permission users.edit opens nothing: say in lib/access/catalogue.ts which feature it is `pending` for",
    ]);
  });
});

describe("a handler that is no operation", () => {
  const handler: RouteDeclaration = { file: "app/api/things/route.ts", pattern: "/api/things", methods: { GET: { access: anyone() } } };
  const described = { name: "things.raw", method: "GET" as const, path: "/api/things", tag: "things", summary: "Things", because: "it is an example." };

  it("is named until it is described", () => {
    expect(undescribedHandlers([handler, route], [])).toEqual([`${handler.file}: GET is no operation. Make it one, or describe it in lib/http/openapi/described-handlers.ts`]);
    expect(undescribedHandlers([handler, route], [described])).toEqual([]);
  });

  it("is named for each method that its description leaves out", () => {
    const both = { ...handler, methods: { GET: { access: anyone() }, POST: { access: anyone() } } };
    expect(undescribedHandlers([both], [described])).toEqual([`${handler.file}: POST is no operation. Make it one, or describe it in lib/http/openapi/described-handlers.ts`]);
  });

  it("may not be described where there is none", () => {
    const gone = "things.raw describes GET /api/things, which no handler answers: take it out of lib/http/openapi/described-handlers.ts";
    expect(undescribedHandlers([], [described])).toEqual([gone]);
    expect(undescribedHandlers([{ ...handler, methods: { GET: { operation } } }], [described])).toEqual([gone]);
  });

  it("outside of /api answers browsers, and stands in no document", () => {
    expect(undescribedHandlers([{ ...handler, pattern: "/denied/api" }], [])).toEqual([]);
  });
});
