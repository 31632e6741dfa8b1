import pg from "pg";
import { call, tokensOf } from "../support/api-call";
import { type OwnServers, ownServers } from "../support/own-servers";
import { demoPerson } from "../support/people";
import { expect, test } from "../support/test";

let servers: OwnServers;
let database: pg.Client;
let url: string;

test.beforeAll(async () => {
  servers = await ownServers();
  url = servers.instances[0]?.url ?? "";
  database = new pg.Client({ connectionString: servers.databaseUrl });
  await database.connect();
});

test.afterAll(async () => {
  await database.end();
  await servers.end();
});

const GIVE = `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
  SELECT gen_random_uuid(), u.id, r.id, u.active_organization_id, app_now() FROM users u, roles r WHERE u.email = $1 AND r.name = $2`;
const TAKE = `DELETE FROM role_assignments a USING users u, roles r
  WHERE a.user_id = u.id AND a.role_id = r.id AND u.email = $1 AND r.name = $2`;

test("a role that was given or taken counts at the next request, whatever the token says", async ({ page, complaints }) => {
  complaints.allow(/403/);
  const { email } = demoPerson("user");
  const { access_token: before } = await tokensOf(url, "user");
  const own = await tokensOf(url, "user");
  await page.context().addCookies(Object.entries(own).filter(([name]) => /^(access|refresh)_token$/.test(name)).map(([name, value]) => ({ name, value: String(value), url })));
  expect((await page.goto(`${url}/admin/audit`))?.status()).toBe(403);
  expect((await call(url, "/api/audit/audit-logs", { token: before })).status).toBe(403);

  await database.query(GIVE, [email, "auditor"]);
  const outdated = await call(url, "/api/audit/audit-logs", { token: before });
  expect(outdated.status, "the client is to renew its token and try again").toBe(401);
  expect(await outdated.json()).toMatchObject({ code: "TOKEN_STALE" });
  expect((await page.goto(`${url}/admin/audit`))?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit trail");
  const after = (await tokensOf(url, "user")).access_token;
  expect((await call(url, "/api/audit/audit-logs", { token: after })).status).toBe(200);

  await database.query(TAKE, [email, "auditor"]);
  expect((await call(url, "/api/audit/audit-logs", { token: after })).status, "the token still names the permission").toBe(403);
  expect((await page.goto(`${url}/admin/audit`))?.status()).toBe(403);
});
