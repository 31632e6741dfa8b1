import { describe, expect, it } from "vitest";
import { now } from "@/lib/clock";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { connectProvider } from "@/lib/features/connections/operations/connect-provider";
import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import { providerAccess } from "@/lib/features/connections/provider-access";
import { newId } from "@/lib/ids";
import { fromGoogle, makeConnection } from "@/tests/factories/make-connection";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { oneRow, sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const inMinutes = (minutes: number): number => Math.floor(now().getTime() / 1000) + minutes * 60;
const identity = (subject: string) => ({ provider: "google" as const, subject, email: null, isEmailVerified: false, firstName: null, lastName: null });

/** Somebody who has connected Google. */
async function connected(accessToken: string | null, expiresAt: number | null = null) {
  const [viewer, subject] = [await makeViewer(), newId()];
  const { id } = await callAs(viewer).output(connectProvider, { input: { identity: identity(subject), tokens: { accessToken, scope: "openid email", expiresAt } } });
  return { viewer, subject, id, userId: viewer.user.id };
}

const given = async (userId: string) => (await providerAccess(userId, "google"))?.accessToken ?? null;

describe("what a provider gave for its API", () => {
  it("is there for its user, and stands encrypted", async () => {
    const end = inMinutes(60);
    const { userId, id } = await connected("ya29.of-the-first-visit", end);
    expect(await providerAccess(userId, "google")).toEqual({ accessToken: "ya29.of-the-first-visit", scope: "openid email", expiresAt: new Date(end * 1000) });
    const { tokens } = await oneRow<{ tokens: Buffer }>("SELECT tokens FROM accounts WHERE id = $1", [id]);
    expect(tokens.toString("latin1")).not.toContain("ya29");
  });

  it("is nobody else's, and no other provider's", async () => {
    const { userId } = await connected("of-one");
    await makeConnection({ id: userId }, { provider: "github" });
    expect([await given((await makeViewer()).user.id), await providerAccess(userId, "github"), await providerAccess(userId, "microsoft")]).toEqual([null, null, null]);
    expect(await given(userId)).toBe("of-one");
  });

  it("is there until its end", async () => {
    const { userId } = await connected("for-an-hour", inMinutes(60));
    await travel(59 * MINUTE);
    expect(await given(userId)).toBe("for-an-hour");
    await travel(MINUTE);
    expect(await given(userId)).toBeNull();
  });

  it("is there also where its end is no whole second, or further off than a column of seconds reaches", async () => {
    const [broken, endless] = [await connected("a fraction", inMinutes(60) + 0.5), await connected("for ever", 10_000_000_000)];
    expect([await given(broken.userId), await given(endless.userId)]).toEqual(["a fraction", "for ever"]);
    await callAs(null).output(enterByProvider, { input: fromGoogle(endless.viewer.user, { subject: endless.subject, accessToken: "once more", expiresAt: 10_000_000_000 }) });
    expect(await given(endless.userId)).toBe("once more");
  });

  it("is not there where the provider gave nothing, or is disconnected", async () => {
    expect(await given((await connected(null)).userId)).toBeNull();
    const { viewer, id, userId } = await connected("until-then");
    await callAs(viewer).output(removeConnection, { params: { id } });
    expect(await given(userId)).toBeNull();
  });

  it("is another behind each visit: a sign-in, an app's, and connecting once more", async () => {
    const { viewer, userId, subject } = await connected("first", inMinutes(-1));
    expect(await given(userId)).toBeNull();
    await callAs(null).output(enterByProvider, { input: fromGoogle(viewer.user, { subject, accessToken: "second", expiresAt: inMinutes(60) }) });
    expect(await given(userId)).toBe("second");
    const granted = { ...fromGoogle(viewer.user, { subject, accessToken: "third" }), code_challenge: "c".repeat(43), redirect_uri: "com.example.app:/callback" };
    await callAs(null).output(issueAuthorizationCode, { input: granted });
    expect(await given(userId)).toBe("third");
    const again = await callAs(viewer).output(connectProvider, { input: { identity: identity(subject), tokens: { accessToken: "fourth", scope: null, expiresAt: null } } });
    expect([again.was_there, await given(userId)]).toEqual([true, "fourth"]);
  });

  it("is renewed for whom the provider has named, and for no other account there", async () => {
    const { viewer, userId } = await connected("mine");
    await callAs(null).output(enterByProvider, { input: fromGoogle(viewer.user, { accessToken: "of another account at the provider" }) });
    expect(await given(userId)).toBe("mine");
  });

  it("can be read while AUTH_SECRET_PREVIOUS is there, and is not there after that", async () => {
    const { userId } = await connected("before-the-change");
    const next = { AUTH_SECRET: "another secret, of more than 32 characters" };
    await withEnv({ ...next, AUTH_SECRET_PREVIOUS: process.env.AUTH_SECRET }, async () => expect(await given(userId)).toBe("before-the-change"));
    await withEnv(next, async () => expect(await given(userId)).toBeNull());
  });

  it("is not believed where a byte of it was changed", async () => {
    const { userId, id } = await connected("whole");
    await sql("UPDATE accounts SET tokens = set_byte(tokens, length(tokens) - 1, get_byte(tokens, length(tokens) - 1) # 1) WHERE id = $1", [id]);
    await expect(given(userId)).rejects.toThrow();
  });
});
