import { afterEach, describe, expect, it, vi } from "vitest";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { type Hooks, HOOK_NAMES } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

afterEach(() => {
  for (const name of HOOK_NAMES) delete hooks[name];
});

describe("beforeLogin at a provider's door", () => {
  it("refuses as it does at the others: nobody comes in", async () => {
    const user = await makeUser({ verified: true });
    const asked: unknown[] = [];
    hooks.beforeLogin = (event) => {
      asked.push(event.identifier);
      refuse("Not from here.");
    };
    const entry = { input: { user_id: user.id, provider: "google" as const } };
    expect(await callAs(null).refusal(enterByProvider, entry)).toMatchObject({ code: "HOOK_REFUSED", message: "Not from here." });
    expect(asked).toEqual([user.email]);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
    delete hooks.beforeLogin;
    expect((await callAs(null).run(enterByProvider, entry)).error).toBeNull();
  });
});
