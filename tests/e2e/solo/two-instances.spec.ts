import sharp from "sharp";
import { call, type Tokens, tokensOf } from "../support/api-call";
import { type OwnServers, ownServers } from "../support/own-servers";
import { newPerson, type Person } from "../support/people";
import { expect, test } from "../support/test";

let servers: OwnServers;
let first: string;
let second: string;
let admin: string;

test.beforeAll(async () => {
  servers = await ownServers({ count: 2 });
  [first = "", second = ""] = servers.instances.map(({ url }) => url);
  expect(servers.instances[0]?.pid).not.toBe(servers.instances[1]?.pid);
  admin = (await tokensOf(first, "admin")).access_token;
});

test.afterAll(() => servers.end());

interface Newcomer extends Tokens {
  person: Person;
  id: string;
}

async function newcomer(): Promise<Newcomer> {
  const person = newPerson();
  const answer = await call(first, "/api/auth/register", { data: person });
  expect(answer.status).toBe(201);
  const body = (await answer.json()) as Tokens & { user: { id: string } };
  return { ...body, person, id: body.user.id };
}

const statusAt = async (url: string, token: string) => (await call(url, "/api/auth/me", { token })).status;

const ENDINGS: [name: string, end: (of: Newcomer) => Promise<Response>][] = [
  ["a sign-out", ({ access_token: token }) => call(second, "/api/auth/logout", { token, data: {} })],
  ["a ban", ({ id }) => call(first, `/api/admin/users/${id}/ban`, { token: admin, data: { reason: "A test" } })],
  ["an administrator's end of all sessions", ({ id }) => call(first, `/api/admin/users/${id}/sessions/revoke-all`, { token: admin, data: {} })],
  [
    "a changed password",
    async ({ person }) => {
      const { access_token: token } = await tokensOf(first, person);
      return call(first, "/api/auth/password/update", { token, data: { current_password: person.password, new_password: "Another-Lantern-77-Pier" } });
    },
  ],
];

for (const [name, end] of ENDINGS) {
  test(`${name} at one instance holds at the other's next request`, async () => {
    for (let round = 0; round < 5; round += 1) {
      const someone = await newcomer();
      expect(await statusAt(second, someone.access_token)).toBe(200);
      const answer = await end(someone);
      expect(answer.status, await answer.text()).toBe(200);
      expect(await statusAt(second, someone.access_token)).toBe(401);
      expect(await statusAt(first, someone.access_token)).toBe(401);
      const renewal = await call(second, "/api/auth/token/refresh", { data: { refresh_token: someone.refresh_token } });
      expect(renewal.status).toBe(401);
    }
  });
}

test("a picture uploaded at one instance is served by the other", async () => {
  const { access_token: token } = await newcomer();
  const form = new FormData();
  const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#369" } }).png().toBuffer();
  form.set("profile_picture", new File([new Uint8Array(png)], "square.png", { type: "image/png" }));
  const sent = await fetch(`${first}/api/auth/upload-profile-picture`, { method: "POST", body: form, headers: { authorization: `Bearer ${token}` } });
  expect(sent.status, await sent.clone().text()).toBe(200);
  const { url } = (await sent.json()) as { url: string };
  const [here, there] = await Promise.all([first, second].map(async (origin) => (await call(origin, url, { token })).arrayBuffer()));
  expect(here?.byteLength).toBeGreaterThan(0);
  expect(Buffer.from(there ?? new ArrayBuffer(0)).equals(Buffer.from(here ?? new ArrayBuffer(0)))).toBe(true);
});

test("sixteen refreshes at once, at both instances, give one and the same successor", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { refresh_token: presented, access_token: before } = await newcomer();
    const refresh = (index: number) => call(index % 2 ? first : second, "/api/auth/token/refresh", { data: { refresh_token: presented } });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => refresh(index)));
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    const issued = (await Promise.all(answers.map((answer) => answer.json()))) as Tokens[];
    expect(new Set(issued.map((token) => token.refresh_token)).size).toBe(1);
    const last = issued[0]?.refresh_token ?? "";
    expect(last).not.toBe(presented);
    expect(await statusAt(first, before), "no false alarm").toBe(200);
    expect((await call(second, "/api/auth/token/refresh", { data: { refresh_token: last } })).status).toBe(200);
  }
});
