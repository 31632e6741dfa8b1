/** A failure between a change and its audit row, and between that and the commit: neither is there, or both. */
import sharp from "sharp";
import { call, makePeople, must, openServers, PASSWORD, tokensOf } from "./proof-servers.mjs";
import { changedTables, digestOf } from "./requests-database.mjs";

const ROUNDS = 10;
const PLACES = ["before-audit", "before-commit"];
const sessionOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;

const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#369" } }).png().toBuffer();
const form = () => {
  const filled = new FormData();
  filled.set("profile_picture", new File([new Uint8Array(picture)], "square.png", { type: "image/png" }));
  return filled;
};

/** Every operation of the kind `mutation`: how it is called, and for whom it is made ready. */
const mutations = (url, admin) => {
  const upload = (token) => call(url, "/api/auth/upload-profile-picture", { token, data: form() });
  return {
    "account.update": { action: "user.profile_update", act: ({ token }, n) => call(url, "/api/auth/update_user", { token, data: { city: `City ${n}` } }) },
    "account.change-password": { action: "user.password_change", act: ({ token }) => call(url, "/api/auth/password/update", { token, data: { current_password: PASSWORD, new_password: "Another-Lantern-77-Pier" } }) },
    "account.upload-avatar": { action: "user.profile_update", act: ({ token }) => upload(token) },
    "account.remove-avatar": { action: "user.profile_update", ready: ({ token }) => upload(token), act: ({ token }) => call(url, "/api/auth/upload-profile-picture", { method: "DELETE", token }) },
    "sessions.end-own": { action: "session.revoked", act: ({ token, other }) => call(url, `/api/audit/sessions/${sessionOf(other)}`, { method: "DELETE", token }) },
    "sessions.end-others": { action: "session.revoked_all", act: ({ token }) => call(url, "/api/audit/sessions/revoke-all", { token, data: {} }) },
    "user.ban": { action: "user.banned", act: ({ id }) => call(url, `/api/admin/users/${id}/ban`, { token: admin, data: { reason: "A proof" } }) },
    "user.unban": { action: "user.unbanned", ready: ({ id }) => call(url, `/api/admin/users/${id}/ban`, { token: admin, data: {} }), act: ({ id }) => call(url, `/api/admin/users/${id}/unban`, { token: admin, data: {} }) },
    "user.create": { action: "user.admin_created", act: ({ username }) => call(url, "/api/admin/users", { token: admin, data: { email: `made-by-${username}@example.com` } }) },
    "user.delete": { action: "user.soft_deleted", act: ({ id }) => call(url, `/api/admin/users/${id}`, { method: "DELETE", token: admin }) },
    "user.end-sessions": { action: "session.admin_revoke_all", act: ({ id }) => call(url, `/api/admin/users/${id}/sessions/revoke-all`, { token: admin, data: {} }) },
  };
};

/** What was queued by an earlier request is delivered when it is. */
const digest = (sql) => digestOf(sql, ["mailbox_messages"]);

async function arm(url, names) {
  const { status } = await call(url, "/api/test/failpoints", { data: { names } });
  must(status === 200, `failpoints cannot be armed: ${status}`);
}

async function tryMutation({ url, sql }, name, { action, ready, act }, person, round) {
  await ready?.(person);
  const successes = async () => (await sql("SELECT count(*)::int AS n FROM audit_events WHERE action = $1 AND success", [action]))[0].n;
  const before = await digest(sql);
  const rows = await successes();
  for (const place of PLACES) {
    await arm(url, [`${name}:${place}`]);
    const answer = await act(person, round);
    must(answer.status >= 500, `${name}: the failpoint ${place} was not reached (${answer.status}: ${answer.text.slice(0, 200)})`);
    const changed = changedTables(before, await digest(sql));
    must(changed.length === 0, `${name} ${place} left a change in ${changed.join(", ")}`);
    must((await successes()) === rows, `${name} ${place} left an audit row`);
  }
  await arm(url, []);
  const answer = await act(person, round);
  must(answer.status < 300, `${name} itself was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  must(changedTables(before, await digest(sql)).length > 0, `${name} changed nothing`);
  must((await successes()) === rows + 1, `${name} wrote ${(await successes()) - rows} audit rows`);
}

export async function proveFailpoints(proof, declared) {
  const servers = await openServers({ build: ".next-test" });
  const [{ url }] = servers.instances;
  try {
    await proof.group("failpoints", async (step) => {
      await step("a failure between change, audit row and commit: neither or both", async () => {
        const admin = (await tokensOf(url, "admin@example.com", "Admin123!")).access_token;
        const all = mutations(url, admin);
        const missing = declared.filter((name) => !(name in all));
        must(missing.length === 0, `operations that this proof does not know: ${missing.join(", ")}`);
        const people = await makePeople(servers.sql, ROUNDS * declared.length, "failing");
        for (const [index, name] of declared.entries()) {
          for (let round = 0; round < ROUNDS; round += 1) {
            const { id, username } = people[index * ROUNDS + round];
            const [{ access_token: token }, { access_token: other }] = [await tokensOf(url, username), await tokensOf(url, username)];
            await tryMutation({ url, sql: servers.sql }, name, all[name], { id, username, token, other }, round);
          }
        }
        const trials = declared.length * ROUNDS * (PLACES.length + 1);
        return { trials, note: `each of the ${declared.length} mutations, ${PLACES.join(" and ")}, ${ROUNDS} times: no table changed, no row of success; without the failpoint the change and exactly one row. Operations of the kind statement are one SQL statement and have no such place` };
      });
    });
  } finally {
    await servers.end();
  }
}
