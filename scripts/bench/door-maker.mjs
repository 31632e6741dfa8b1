/** Makes what the other doors are opened with: each thing works once, so as many as will be used. */
import { createHash } from "node:crypto";
import pg from "pg";
import { PASSWORD } from "./bench-database.mjs";
import { ask } from "./http-connection.mjs";
import { bearer } from "./sign-in.mjs";

/** Twice as many as there are connections, so that they seldom wait for each other's rows. */
const PEOPLE = 8;
const TTL_SECONDS = 600;
const DEVICE = "device-of-the-bench";

/** With the password of those who sign in. */
const ACCOUNTS = `
INSERT INTO users (id, email, email_verified_at, username, password_hash, password_changed_at, provider, mfa_enabled, active_organization_id, created_at, updated_at)
SELECT uuidv7(), 'door-' || $2 || '-' || n || '@example.com', app_now(), 'door' || $2 || 'x' || n, b.password_hash, app_now(), 'local', $3, b.active_organization_id, app_now(), app_now()
  FROM generate_series(1, $1::int) n, users b WHERE b.username = 'bench1'
RETURNING id, email`;

const BELONGING = `
WITH joined AS (INSERT INTO memberships (organization_id, user_id, created_at) SELECT active_organization_id, id, created_at FROM users WHERE id = ANY($1::uuid[]))
INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
SELECT uuidv7(), u.id, r.id, u.active_organization_id, u.created_at FROM users u, roles r WHERE r.name = 'user' AND u.id = ANY($1::uuid[])`;

const FACTORS = `
INSERT INTO second_factors (id, user_id, kind, state, secret, created_at, confirmed_at)
SELECT uuidv7(), id, 'totp', 'confirmed', $2, app_now(), app_now() FROM unnest($1::uuid[]) AS id`;

const INVITE = `
INSERT INTO invitations (id, organization_id, email, invited_by_id, created_at, sent_at, expires_at)
SELECT uuidv7(), active_organization_id, $2, id, app_now(), app_now(), app_now() + interval '7 days' FROM users WHERE id = $1 RETURNING id`;

const cookie = `device_id=${DEVICE}`;

let batches = 0;

/**
 * @param {string} databaseUrl of the server
 * @param {{ port: number }} server
 */
export async function openDoorMaker(databaseUrl, server) {
  // openBenchCluster() has made TypeScript readable, and set the secret.
  const { ISSUE_TOKEN_SQL, newToken } = await import("../../lib/session/one-time-token.ts");
  const { newTotpSecret, totpCipher } = await import("../../lib/features/mfa/totp.ts");
  const { appCode } = await import("../../tests/tools/app-code.ts");
  const { VirtualAuthenticator } = await import("../../tests/setup/virtual-authenticator.ts");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const origin = `http://localhost:${server.port}`;

  async function accounts(count, hasFactor = false) {
    const { rows } = await client.query(ACCOUNTS, [count, `${process.pid}n${(batches += 1)}`, hasFactor]);
    await client.query(BELONGING, [rows.map(({ id }) => id)]);
    return rows;
  }

  async function issue(tokens) {
    const issued = tokens.map((token) => newToken(token));
    for (const { row } of issued) await client.query({ name: "issue", text: ISSUE_TOKEN_SQL("$1"), values: [JSON.stringify(row)] });
    return issued;
  }

  /** One for each account. */
  const issueTo = (owners, token) => issue(owners.map(({ id, email }) => ({ userId: id, address: email, ttlSeconds: TTL_SECONDS, ...token })));

  async function factorAccounts(count, secret = newTotpSecret()) {
    const made = await accounts(count, true);
    await client.query(FACTORS, [made.map(({ id }) => id), totpCipher.seal(secret)]);
    return made;
  }

  async function secondSteps(count) {
    const secret = newTotpSecret();
    const tokens = await issueTo(await factorAccounts(count, secret), { purpose: "second_factor", payload: { amr: ["pwd"], provider: "local", remember_me: true } });
    return tokens.map(({ token }) => ({ token, code: appCode(secret) }));
  }

  async function magicCodes(count) {
    const made = await accounts(count);
    const tokens = await issueTo(made, { purpose: "magic_link", withCode: true });
    return tokens.map(({ code }, index) => ({ email: made[index].email, code }));
  }

  async function mustAnswer(path, headers, body) {
    const answer = await ask(server.port, { method: "POST", path, headers, body });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Signed in, and with a passkey. */
  async function makePeople() {
    const people = [];
    for (const { email } of await accounts(PEOPLE)) {
      const headers = bearer((await mustAnswer("/api/auth/login", {}, { identifier: email, password: PASSWORD })).access_token);
      const authenticator = new VirtualAuthenticator();
      const { options } = await mustAnswer("/api/auth/passkeys/options", { ...headers, cookie }, {});
      await mustAnswer("/api/auth/passkeys", { ...headers, cookie }, { attestation: authenticator.create(options, { origin }) });
      people.push({ headers, authenticator });
    }
    return people;
  }

  let made;
  const people = () => (made ??= makePeople());

  const sessions = async (count) => (await people()).slice(0, count).map(({ headers }) => headers);

  async function assertions(count) {
    const own = await people();
    const payload = { ceremony: "authentication", browser: createHash("sha256").update(DEVICE).digest("base64url") };
    const challenges = await issue(Array.from({ length: count }, () => ({ purpose: "passkey_challenge", userId: null, address: "", ttlSeconds: TTL_SECONDS, payload })));
    return challenges.map(({ token: challenge }, index) => {
      const { id, response } = own[index % own.length].authenticator.get({ rpId: "localhost", challenge }, { origin });
      return { cookie, id, ...response };
    });
  }

  async function invitations() {
    const [{ id, email }] = await accounts(1);
    const { rows } = await client.query(INVITE, [id, `invited-${email}`]);
    const [{ token }] = await issue([{ purpose: "invitation", userId: null, address: `invited-${email}`, ttlSeconds: TTL_SECONDS, payload: { invitation_id: rows[0].id } }]);
    return [{ token }];
  }

  return { accounts, assertions, factorAccounts, invitations, magicCodes, secondSteps, sessions, close: () => client.end() };
}
