/** `npm run prove sessions`: refresh storms at two instances on one database, and what an older token then does. */
import { call, makePeople, must, openServers, tokensOf } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const ROUNDS = 200;
const AT_ONCE = 64;
/** Rounds of one session, before its first token is presented again. */
const ROUNDS_PER_FAMILY = 10;

const proof = startProof("sessions");
const servers = await openServers({ count: 2 });
const [first, second] = servers.instances.map(({ url }) => url);
const renew = (url, token) => call(url, "/api/auth/token/refresh", { data: { refresh_token: token } });
const sessionOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;

const FAMILY = `
SELECT s.revoke_reason, (SELECT count(*)::int FROM refresh_tokens t WHERE t.session_id = s.id) AS tokens,
       (SELECT count(*)::int FROM refresh_tokens t WHERE t.session_id = s.id AND t.state = 'active' AND t.id = s.leaf_token_id) AS leaves,
       (SELECT count(*)::int FROM refresh_tokens t WHERE t.session_id = s.id AND t.state = 'active') AS active,
       (SELECT count(*)::int FROM audit_events a WHERE a.session_id = s.id AND a.action = 'token.refresh') AS rotations,
       (SELECT count(*)::int FROM audit_events a WHERE a.session_id = s.id AND a.action = 'token.reuse_detected') AS alarms,
       (SELECT count(*)::int FROM outbox_messages o WHERE o.idempotency_key = 'session-reuse-detected:' || s.id) AS mails
  FROM sessions s WHERE s.id = $1`;
const familyOf = async (id) => (await servers.sql(FAMILY, [id]))[0];

/** One storm. @returns {Promise<string>} the one successor */
async function storm(token, sessionId, round) {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => renew(index % 2 ? first : second, token)));
  const refused = answers.find(({ status }) => status !== 200);
  must(!refused, `a refresh in the storm was answered ${refused?.status}: ${refused?.text.slice(0, 300)}`);
  const successors = new Set(answers.map(({ body }) => body.refresh_token));
  must(successors.size === 1 && !successors.has(token), `${successors.size} different successors`);
  const family = await familyOf(sessionId);
  const wanted = { revoke_reason: null, tokens: round + 1, leaves: 1, active: 1, rotations: round, alarms: 0, mails: 0 };
  must(JSON.stringify(family) === JSON.stringify(wanted), `round ${round} left ${JSON.stringify(family)}`);
  return [...successors][0];
}

/** An older token, at either instance. */
async function reuse(url, chain, sessionId, accessToken) {
  const answer = await renew(url, chain[0]);
  must(answer.status === 401, `an older token was answered ${answer.status}`);
  const family = await familyOf(sessionId);
  must(family.revoke_reason === "token_reuse" && family.alarms === 1 && family.mails === 1, `reuse left ${JSON.stringify(family)}`);
  for (const origin of [first, second]) {
    must((await call(origin, "/api/auth/me", { token: accessToken })).status === 401, "the access token outlived its family");
    must((await renew(origin, chain.at(-1))).status === 401, "the leaf outlived its family");
  }
  const again = await familyOf(sessionId);
  must(again.alarms === 1 && again.mails === 1, `the ended family raised ${again.alarms} alarms and ${again.mails} mails`);
}

try {
  await proof.group("sessions", async (step) => {
    const families = [];
    await step("64 parallel refreshes × 200 rounds at two instances: one successor", async () => {
      const people = await makePeople(servers.sql, ROUNDS / ROUNDS_PER_FAMILY, "storm");
      for (const { username } of people) {
        const { access_token: accessToken, refresh_token: token } = await tokensOf(first, username);
        const family = { chain: [token], sessionId: sessionOf(accessToken), accessToken };
        for (let round = 1; round <= ROUNDS_PER_FAMILY; round += 1) family.chain.push(await storm(family.chain.at(-1), family.sessionId, round));
        families.push(family);
      }
      return { trials: ROUNDS * AT_ONCE, note: `${ROUNDS} rounds of ${AT_ONCE}: ${AT_ONCE} equal answers, one leaf and one audit row in each; 0 false alarms` };
    });
    await step("an older token ends the family and queues one mail", async () => {
      for (const [index, { chain, sessionId, accessToken }] of families.entries()) await reuse(index % 2 ? first : second, chain, sessionId, accessToken);
      return { trials: families.length, note: "one token.reuse_detected and one mail each; access token and leaf refused at both instances" };
    });
  });
} finally {
  await servers.end();
}
proof.finish();
