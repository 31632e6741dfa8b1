import { call, tokensOf } from "../support/api-call";
import { withServer } from "../support/own-servers";
import { demoPerson, newPerson } from "../support/people";
import { expect, test } from "../support/test";

async function addressOfSignIn(url: string, headers: Record<string, string>): Promise<string | undefined> {
  const { email, password } = demoPerson("user");
  const answer = await call(url, "/api/auth/login", { data: { identifier: email, password }, headers });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const listed = await call(url, "/api/audit/sessions/me", { token });
  const { sessions } = (await listed.json()) as { sessions: { ip_address: string; is_current: boolean }[] };
  return sessions.find(({ is_current: isCurrent }) => isCurrent)?.ip_address;
}

const FORGED = { "x-forwarded-for": "198.51.100.7, 203.0.113.9", "x-gatehouse-client-address": "198.51.100.8", "x-real-ip": "198.51.100.10" };

test("without a trusted proxy the address is the socket's, whatever is claimed", () =>
  withServer({}, async (url) => expect(["127.0.0.1", "::1"]).toContain(await addressOfSignIn(url, FORGED))));

test("behind a trusted proxy it is the last hop that the proxy saw", () =>
  withServer({ TRUSTED_PROXIES: "127.0.0.1,::1" }, async (url) => expect(await addressOfSignIn(url, FORGED)).toBe("203.0.113.9")));

test("passwords are hashed and verified without the native binding, too", () =>
  withServer({ PASSWORD_HASHER: "js" }, async (url) => {
    expect((await tokensOf(url, "user")).access_token).not.toBe("");
    const person = newPerson();
    expect((await call(url, "/api/auth/register", { data: person })).status).toBe(201);
    await tokensOf(url, person);
    await expect(tokensOf(url, { ...person, password: "Wrong-Lantern-42-Harbour" })).rejects.toThrow("INVALID_CREDENTIALS");
  }));
