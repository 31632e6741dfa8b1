/** Fields of the product's own where administrators make, import, export, see and remove people. Their edits: tests/operations/account/custom-fields.test.ts. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import * as exportRoute from "@/app/api/admin/users/export/route";
import { toUserDetail } from "@/app/admin/users/[id]/user-detail";
import { EditUserForm } from "@/components/admin/edit-user-form";
import { UserSummary } from "@/components/admin/user-summary";
import { setUserFields } from "@/lib/features/account/custom-fields";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { importUsers } from "@/lib/features/admin/operations/import-users";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";
import { csvOf, outcomes, runImport } from "../moving-in/run-import";

vi.mock("@/gatehouse.config", async () => {
  const { z } = await import("zod");
  const { defineConfig } = await import("@/lib/hooks/define-config");
  return {
    default: defineConfig({
      userFields: {
        company: { schema: z.string().trim().min(2).max(60), label: "Company", writtenBy: "owner", atRegistration: "required" },
        seats: { schema: z.number().int().min(1).max(500), label: "Seats", writtenBy: "owner", input: "number" },
        newsletter: { schema: z.boolean(), label: "Newsletter", writtenBy: "owner", input: "checkbox" },
        plan: { schema: z.enum(["free", "pro"]), label: "Plan", writtenBy: "admin" },
        credit: { schema: z.object({ cents: z.number().int() }), label: "Credit", writtenBy: "nobody" },
      },
    }),
  };
});

const address = () => `custom-${newId()}@example.com`;
const storedOf = async (email: string) => (await oneRow<{ custom_fields: unknown }>("SELECT custom_fields FROM users WHERE email = $1", [email])).custom_fields;
const administrator = () => makeViewer(["*"], { reach: "platform" });

describe("POST /api/admin/users", () => {
  it("takes what the owner and administrators write, and shows it", async () => {
    const viewer = await makeViewer(["users.create"]);
    const email = address();
    const { user } = await callAs(viewer).output(createUser, { input: { email, company: " Analytical Engines ", seats: "12", plan: "pro", newsletter: null } });
    expect(user).toMatchObject({ company: "Analytical Engines", seats: 12, plan: "pro", newsletter: null, credit: null });
    expect(await storedOf(email)).toEqual({ company: "Analytical Engines", seats: 12, plan: "pro", newsletter: null });
    const bare = address();
    await callAs(viewer).output(createUser, { input: { email: bare } });
    expect(await storedOf(bare)).toEqual({});
  });

  it.each([
    ["what nobody may write", { credit: { cents: 1 } }, "credit"],
    ["what does not fit", { seats: 0 }, "seats"],
    ["a word of no list", { plan: "platinum" }, "plan"],
    ["what is no field", { custom_fields: { plan: "pro" } }, "custom_fields"],
  ])("is 422 for %s, with nothing written", async (_title, fields, field) => {
    const viewer = await makeViewer(["users.create"]);
    const error = await rowsUnchanged(() => callAs(viewer).refusal(createUser, { input: { email: address(), ...fields } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { [field]: [expect.any(String)] } } });
  });
});

describe("imports", () => {
  it("by CSV in the administration: the same columns, the same refusals", async () => {
    const viewer = await makeViewer(["users.import"]);
    const [one, two] = [address(), address()];
    const run = (...lines: string[]) => callAs(viewer).output(importUsers, { input: { csv: csvOf(...lines) } });
    expect(await run("email,company,seats,newsletter,plan", `${one},Engines,7,true,free`, `${two},,,,`, `${address()},,many,,`, `${address()},,,,platinum`)).toMatchObject({
      created: 2, rows: [{ status: "created" }, { status: "created" }, { errors: { seats: [expect.any(String)] } }, { errors: { plan: [expect.any(String)] } }],
    });
    expect([await storedOf(one), await storedOf(two)]).toEqual([{ company: "Engines", seats: 7, newsletter: true, plan: "free" }, {}]);
    const error = await rowsUnchanged(() => callAs(viewer).refusal(importUsers, { input: { csv: csvOf("email,credit", `${address()},5`) } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { file: [expect.stringContaining("“credit”")] } } });
  });

  it("from another system: cells of CSV, and values of JSON as they are", async () => {
    const [one, two] = [address(), address()];
    await runImport(csvOf("email,company,seats,newsletter", `${one},Engines,7,on`));
    const rows = [`{"email":"${two}","seats":9,"newsletter":false,"plan":"pro"}`, `{"email":"${address()}","credit":{"cents":5}}`, `{"email":"${address()}","company":["x"]}`];
    expect(outcomes(await runImport(rows.join("\n"), { format: "ndjson" }))).toEqual(["1 imported", "2 refused VALIDATION_ERROR", "3 refused VALIDATION_ERROR"]);
    expect([await storedOf(one), await storedOf(two)]).toEqual([{ company: "Engines", seats: 7, newsletter: true }, { seats: 9, newsletter: false, plan: "pro" }]);
  });
});

describe("the export", () => {
  it("has each of them under its name, in CSV and JSON", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.create", "users.export"], { organization });
    const { user } = await callAs(viewer).output(createUser, { input: { email: address(), company: "=Engines", plan: "free" } });
    await setUserFields(user.id, { credit: { cents: 5 } } as never);
    const download = async (format: string) => (await http(exportRoute, { path: `/api/admin/users/export?q=${encodeURIComponent(user.email)}&format=${format}`, as: viewer })).body as unknown;
    expect(await download("json")).toMatchObject([{ id: user.id, company: "=Engines", seats: null, newsletter: null, plan: "free", credit: { cents: 5 } }]);
    const [head, line] = String(await download("csv")).split("\r\n");
    expect(head).toMatch(/,last_login_at,company,seats,newsletter,plan,credit$/);
    expect(line).toMatch(/,"'=Engines",,,free,"\{""cents"":5\}"$/);
  });
});

describe("a person's page", () => {
  it("shows those that have a value, whoever writes them", async () => {
    const viewer = await administrator();
    const made = await callAs(viewer).output(createUser, { input: { email: address(), company: "Engines", newsletter: false } });
    await setUserFields(made.user.id, { credit: { cents: 5 } } as never);
    const { user } = await callAs(viewer).output(getUser, { params: { id: made.user.id } });
    const html = renderToStaticMarkup(createElement(UserSummary, { user: toUserDetail(user) }));
    for (const text of ["Company", "Engines", "Newsletter", "No", "Credit", "{&quot;cents&quot;:5}"]) expect(html).toContain(`>${text}<`);
    expect(html).not.toContain("Seats");
  });

  it("asks in its form what administrators write, with what is there", async () => {
    expect(formFields(userFields, "administration", { plan: "pro" }).map(({ name, value, isRequired }) => [name, value, isRequired])).toEqual([
      ["company", "", false], ["seats", "", false], ["newsletter", "", false], ["plan", "pro", false],
    ]);
    const user = { id: newId(), email: "a@example.com", username: "ada", firstName: null, lastName: null, phoneNumber: null, isActive: true, isVerified: true };
    const form = createElement(EditUserForm, { user, isOwn: false, version: "1", action: async () => ({}), extra: formFields(userFields, "administration", { plan: "pro" }) });
    const html = renderToStaticMarkup(form);
    expect(html).toMatch(/<input[^>]*name="plan"[^>]*value="pro"/);
    expect(html).not.toContain('name="credit"');
  });
});

describe("a deletion", () => {
  it("takes them away", async () => {
    const viewer = await administrator();
    const { user } = await callAs(viewer).output(createUser, { input: { email: address(), company: "Engines" } });
    await callAs(viewer).output(deleteUser, { params: { id: user.id } });
    expect(await oneRow("SELECT custom_fields FROM users WHERE id = $1", [user.id])).toEqual({ custom_fields: {} });
  });
});
