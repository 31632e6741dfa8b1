import { afterEach, describe, expect, it, vi } from "vitest";
import { randomToken, sha256 } from "@/lib/crypto";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { type Hooks, HOOK_NAMES } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { fromGoogle, makeConnection } from "../../factories/make-connection";
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
    await makeConnection(user);
    const asked: unknown[] = [];
    hooks.beforeLogin = (event) => {
      asked.push(event.identifier);
      refuse("Not from here.");
    };
    const entry = { input: fromGoogle(user) };
    expect(await callAs(null).refusal(enterByProvider, entry)).toMatchObject({ code: "HOOK_REFUSED", message: "Not from here." });
    expect(asked).toEqual([user.email]);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
    delete hooks.beforeLogin;
    expect((await callAs(null).run(enterByProvider, entry)).error).toBeNull();
  });

  it("is asked of an app at the exchange of its code, where the session would begin", async () => {
    const user = await makeUser({ verified: true });
    await makeConnection(user);
    const verifier = randomToken();
    const granted = { ...fromGoogle(user), code_challenge: sha256(verifier).toString("base64url"), redirect_uri: "com.example.app:/callback" };
    hooks.beforeLogin = () => refuse("Not from here.");
    const { code } = await callAs(null).output(issueAuthorizationCode, { input: granted });
    expect(await callAs(null).refusal(exchangeAuthorizationCode, { input: { code, code_verifier: verifier } })).toMatchObject({ code: "HOOK_REFUSED", message: "Not from here." });
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
  });
});
