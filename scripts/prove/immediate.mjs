/** `npm run prove immediate`: what one instance decides about somebody holds at the other's very next request. */
import { call, inParallel, makePeople, must, openServers, PASSWORD, tokensOf } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const TRIALS = 1000;
const PLACES = 8;

const proof = startProof("immediate");
const servers = await openServers({ count: 2 });
const [here, there] = servers.instances.map(({ url }) => url);
const sessionOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;
const admin = (await tokensOf(here, "admin@example.com", "Admin123!")).access_token;

const twoSessions = async ({ username }) => ({ other: await tokensOf(here, username), victim: await tokensOf(there, username) });

/** `change` happens at one instance; `ask` is the probe at the other. */
const CHANGES = [
  {
    title: "a ban",
    prefix: "banned",
    change: ({ id }) => call(here, `/api/admin/users/${id}/ban`, { token: admin, data: { reason: "A proof" } }),
  },
  {
    title: "a demotion (the role taken away)",
    prefix: "demoted",
    role: "manager",
    path: "/api/admin/users",
    refusal: 403,
    change: async ({ id }) => {
      const [held] = await servers.sql("SELECT id FROM role_assignments WHERE user_id = $1", [id]);
      return call(here, `/api/rbac/users/${id}/roles/${held.id}`, { method: "DELETE", token: admin });
    },
  },
  {
    title: "the revocation of a session",
    prefix: "revoked",
    change: (_person, { victim, other }) => call(here, `/api/audit/sessions/${sessionOf(victim.access_token)}`, { method: "DELETE", token: other.access_token }),
  },
  {
    title: "a change of password in another session",
    prefix: "changed",
    change: (_person, { other }) =>
      call(here, "/api/auth/password/update", { token: other.access_token, data: { current_password: PASSWORD, new_password: "Another-Lantern-77-Pier" } }),
  },
];

async function tryOne(person, { change, path = "/api/auth/me", refusal = 401 }) {
  const sessions = await twoSessions(person);
  const token = sessions.victim.access_token;
  const before = await call(there, path, { token });
  must(before.status === 200, `before the change ${path} answered ${before.status}: ${before.text.slice(0, 200)}`);
  const changed = await change(person, sessions);
  must(changed.status === 200, `the change itself was answered ${changed.status}: ${changed.text?.slice(0, 300)}`);
  const after = await call(there, path, { token });
  if (after.status !== refusal) return `${after.status} instead of ${refusal}`;
  if (refusal !== 401) return undefined;
  const renewal = await call(there, "/api/auth/token/refresh", { data: { refresh_token: sessions.victim.refresh_token } });
  return renewal.status === 401 ? undefined : `the refresh token was answered ${renewal.status}`;
}

try {
  await proof.group("immediate", async (step) => {
    for (const kind of CHANGES) {
      await step(`${kind.title} at one instance, the next request at the other`, async () => {
        const people = await makePeople(servers.sql, TRIALS, kind.prefix, { role: kind.role });
        const accepted = [];
        await inParallel(people, PLACES, async (person) => {
          const fault = await tryOne(person, kind);
          if (fault) accepted.push(fault);
        });
        must(accepted.length === 0, `${accepted.length} of ${TRIALS} accepted, first: ${accepted[0]}`);
        return { trials: TRIALS, note: `0 accepted${kind.refusal ? "" : ", refresh token included"}` };
      });
    }
  });
} finally {
  await servers.end();
}
proof.finish();
