/** Fields that a product adds to people: typed, checked, stored, shown under their own names, and written by whom they say. */
import { describe, expect, it, vi } from "vitest";
import { setUserFields } from "@/lib/features/account/custom-fields";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { showMe } from "@/lib/features/account/operations/show-me";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { login } from "@/lib/features/auth/operations/login";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { makeUser, TEST_PASSWORD } from "../../factories/make-user";
import { signedUp } from "../../factories/signed-up";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

vi.mock("@/gatehouse.config", async () => {
  const { z } = await import("zod");
  const { defineConfig } = await import("@/lib/hooks/define-config");
  return {
    default: defineConfig({
      userFields: {
        company: { schema: z.string().trim().min(2).max(60), label: "Company", writtenBy: "owner", atRegistration: "required" },
        seats: { schema: z.number().int().min(1).max(500), label: "Seats", writtenBy: "owner", atRegistration: "optional", input: "number" },
        newsletter: { schema: z.boolean(), label: "Newsletter", writtenBy: "owner", input: "checkbox" },
        plan: { schema: z.enum(["free", "pro"]), label: "Plan", writtenBy: "admin" },
        credit: { schema: z.object({ cents: z.number().int() }), label: "Credit", writtenBy: "nobody" },
      },
    }),
  };
});

/** The types that the checks see are those of the empty gatehouse.config.ts. */
const loose = <T>(value: T) => value as T & Record<string, unknown>;

let made = 0;
const newcomer = (fields: Record<string, unknown> = {}) => ({ email: `field-${++made}@example.com`, password: TEST_PASSWORD, company: "Analytical Engines", ...fields });
const storedOf = async (userId: string) => (await oneRow<{ custom_fields: unknown }>("SELECT custom_fields FROM users WHERE id = $1", [userId])).custom_fields;
const editor = () => makeViewer(["users.view", "users.edit"], { password: null });

describe("registration", () => {
  it("takes what the owner writes, in JSON and as forms send it, and shows it under its own name everywhere", async () => {
    const input = newcomer({ seats: "12" });
    const { user } = await signedUp(input);
    const shown = { company: "Analytical Engines", seats: 12, newsletter: null, plan: null, credit: null };
    expect(user).toMatchObject(shown);
    expect(await storedOf(user.id)).toEqual({ company: "Analytical Engines", seats: 12 });
    const signedIn = await callAs(null).run(login, { input: { identifier: input.email, password: input.password } });
    expect(signedIn.output?.user).toMatchObject(shown);
    const session = signedIn.ctx.effects.session;
    if (!session || session === "ended") throw new Error("no session");
    expect((await callAs(session).output(showAccount)).user).toMatchObject(shown);
    expect(await callAs(session).output(showMe)).toMatchObject(shown);
    expect(await callAs(await editor()).output(getUser, { params: { id: user.id } })).toMatchObject(shown);
  });

  it.each([
    ["without what is required", { company: undefined }, "company", "This is required."],
    ["with an empty one", { company: "" }, "company", "This is required."],
    ["with one that does not fit", { seats: 501 }, "seats", expect.any(String)],
    ["with a word for a number", { seats: "many" }, "seats", expect.any(String)],
  ])("is 422 %s", async (_title, fields, field, sentence) => {
    const error = await rowsUnchanged(() => callAs(null).refusal(registerAccount, { input: newcomer(fields) }));
    expect(error).toMatchObject({ status: 422, details: { fields: { [field]: [sentence] } } });
  });

  it("drops what is not the owner's to write, and what is not asked for", async () => {
    const { user } = await signedUp(newcomer({ plan: "pro", credit: { cents: 1e6 }, newsletter: true, custom_fields: { plan: "pro" } }));
    expect(await storedOf(user.id)).toEqual({ company: "Analytical Engines" });
  });
});

describe("one's own profile", () => {
  it("changes what the owner writes, and nothing else of it", async () => {
    const viewer = await makeViewer();
    await setUserFields(viewer.user.id, loose({ plan: "free", company: "Before" }) as never);
    const change = { company: "After", seats: 3, newsletter: "on", plan: "pro", credit: { cents: 1 }, bio: "hello" };
    const rows = await auditRowsOf(async () => {
      expect((await callAs(viewer).output(updateProfile, { input: change })).user).toMatchObject({ company: "After", seats: 3, newsletter: true, plan: "free", credit: null, bio: "hello" });
    });
    expect(rows).toMatchObject([{ action: "user.profile_update", changes: { company: { from: "Before", to: "After" }, seats: { from: null, to: 3 }, newsletter: { from: null, to: true } } }]);
    expect(Object.keys(rows[0]?.changes ?? {})).not.toContain("plan");
  });

  it("takes one away by null or an empty input, and leaves what is not sent", async () => {
    const viewer = await makeViewer();
    await callAs(viewer).output(updateProfile, { input: { company: "Here", seats: 7, newsletter: true } });
    expect((await callAs(viewer).output(updateProfile, { input: { company: "", newsletter: "false" } })).user).toMatchObject({ company: null, seats: 7, newsletter: false });
  });

  it("is 422 for what does not fit, with nothing written", async () => {
    const viewer = await makeViewer();
    const error = await rowsUnchanged(() => callAs(viewer).refusal(updateProfile, { input: { company: "x", bio: "lost" } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { company: [expect.any(String)] } } });
  });
});

describe("administrators", () => {
  it("write theirs and the owner's, with what became different in the audit row", async () => {
    const { id } = await makeUser();
    const edit = (input: Record<string, unknown>) => callAs(viewer).output(updateUser, { params: { id }, input });
    const viewer = await editor();
    await edit({ company: "Same" });
    const rows = await auditRowsOf(async () => {
      expect(await edit({ plan: "pro", company: "Same", first_name: "Ada" })).toMatchObject({ changed: ["first_name", "plan"], user: { plan: "pro", company: "Same" } });
    });
    expect(rows).toMatchObject([{ action: "user.admin_updated", changes: { plan: { from: null, to: "pro" } } }]);
  });

  it("are refused what nobody may write, and without the permission everything", async () => {
    const { id } = await makeUser();
    const refusal = async (held: string[], input: Record<string, unknown>) => {
      const viewer = await makeViewer(held, { password: null });
      return rowsUnchanged(() => callAs(viewer).refusal(updateUser, { params: { id }, input }));
    };
    expect(await refusal(["users.edit"], { credit: { cents: 5 } })).toMatchObject({ status: 422 });
    expect(await refusal(["users.view"], { plan: "pro" })).toMatchObject({ status: 403 });
    expect(await storedOf(id)).toEqual({});
  });
});

describe("a product's own code", () => {
  it("sets any of them, checked", async () => {
    const { id } = await makeUser();
    await setUserFields(id, loose({ credit: { cents: 250 } }) as never);
    expect(await storedOf(id)).toEqual({ credit: { cents: 250 } });
    await expect(setUserFields(id, loose({ credit: { cents: "much" } }) as never)).rejects.toThrow();
    await expect(setUserFields(id, loose({ unknown: 1 }) as never)).rejects.toThrow();
  });

  it("what no longer fits its schema is shown as none", async () => {
    const viewer = await makeViewer();
    await sql(`UPDATE users SET custom_fields = '{"plan": "platinum", "seats": 4, "gone": true}' WHERE id = $1`, [viewer.user.id]);
    const { user } = await callAs(viewer).output(showAccount);
    expect(user).toMatchObject({ plan: null, seats: 4 });
    expect(user).not.toHaveProperty("gone");
  });
});

describe("forms", () => {
  it("ask the owner's fields: all in the profile, those of registration when registering", () => {
    expect(formFields(userFields, "registration").map(({ name, isRequired }) => [name, isRequired])).toEqual([["company", true], ["seats", false]]);
    expect(formFields(userFields, "profile", { seats: 3, newsletter: true })).toEqual([
      { name: "company", label: "Company", input: "text", isRequired: false, value: "" },
      { name: "seats", label: "Seats", input: "number", isRequired: false, value: "3" },
      { name: "newsletter", label: "Newsletter", input: "checkbox", isRequired: false, value: "true" },
    ]);
  });
});
