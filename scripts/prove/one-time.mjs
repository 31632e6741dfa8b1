/** `npm run prove one-time`: links of mails, each used 64 times at once at two instances on one database. */
import { createHash, randomBytes } from "node:crypto";
import { call, makePeople, must, openServers, tokensOf } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const ROUNDS = 200;
const AT_ONCE = 64;

const proof = startProof("one-time");
const servers = await openServers({ count: 2 });
const [first, second] = servers.instances.map(({ url }) => url);

const ISSUE = `
INSERT INTO one_time_tokens (id, user_id, purpose, address, token_hash, attempts, payload, expires_at, created_at)
VALUES (uuidv7(), $1, $2, $3, $4, 0, $5, app_now() + interval '1 hour', app_now())`;

/** As a mail would bear it. */
async function mailedLink(person, purpose, payload) {
  const token = randomBytes(32).toString("base64url");
  await servers.sql(ISSUE, [person.id, purpose, person.email, createHash("sha256").update(token).digest(), payload && JSON.stringify(payload)]);
  return token;
}

const EVENTS = "SELECT count(*) FILTER (WHERE success)::int AS done, count(*) FILTER (WHERE NOT success)::int AS refused FROM audit_events WHERE action = $2 AND target_user_id = $1";
const passwordOf = (index) => `nine lanterns over harbour ${index}`;

/** `use`: one of the 64. `after`: what has to hold once one of them, by its index, has won. */
const KINDS = [
  {
    title: "a link to choose a new password",
    purpose: "password_reset",
    action: "user.password_change",
    payload: () => null,
    use: (url, token, index) => call(url, "/api/auth/reset-password", { data: { token, new_password: passwordOf(index) } }),
    after: async ({ username }, index) => void (await tokensOf(first, username, passwordOf(index))),
  },
  {
    title: "a report of somebody else's sign-in",
    purpose: "sign_in_report",
    action: "user.sign_in_reported",
    payload: ({ sessionId }) => ({ session_id: sessionId, device_hash: null, device: "Chrome on Windows", place: null, at: new Date().toISOString() }),
    use: (url, token) => call(url, "/api/auth/not-me", { data: { token } }),
    after: async ({ id }) => {
      const [{ mails }] = await servers.sql("SELECT count(*)::int AS mails FROM one_time_tokens WHERE user_id = $1 AND purpose = 'password_reset'", [id]);
      must(mails === 1, `${mails} mails were sent`);
    },
  },
];

const sessionOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;

async function round({ purpose, action, payload, use, after }, person) {
  const { access_token: accessToken } = await tokensOf(first, person.username);
  const token = await mailedLink(person, purpose, payload({ sessionId: sessionOf(accessToken) }));
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => use(index % 2 ? first : second, token, index)));
  const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
  const others = new Set(answers.filter(({ status }) => status !== 200).map(({ status, body }) => `${status} ${body?.code}`));
  must(winners.length === 1, `${winners.length} won; the others were answered ${[...others].join(", ")}`);
  must(others.size === 1 && others.has("400 INVALID_TOKEN"), `the others were answered ${[...others].join(", ")}`);
  const [events] = await servers.sql(EVENTS, [person.id, action]);
  must(events.done === 1 && events.refused === AT_ONCE - 1, `the trail has ${JSON.stringify(events)}`);
  must((await call(second, "/api/auth/me", { token: accessToken })).status === 401, "the session goes on");
  await after(person, winners[0]);
  must((await use(second, token, 0)).status === 400, "the link worked again");
}

try {
  await proof.group("one-time", async (step) => {
    for (const [index, kind] of KINDS.entries()) {
      await step(`${kind.title}: ${AT_ONCE} at once × ${ROUNDS} rounds at two instances, one wins`, async () => {
        for (const person of await makePeople(servers.sql, ROUNDS, `once${"abc"[index]}`)) await round(kind, person);
        return { trials: ROUNDS * AT_ONCE, note: `one winner and ${AT_ONCE - 1} refusals in each round, each with its audit row; the sessions ended` };
      });
    }
  });
} finally {
  await servers.end();
}
proof.finish();
