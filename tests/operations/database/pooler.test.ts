import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as login from "@/app/api/auth/login/route";
import * as refresh from "@/app/api/auth/token/refresh/route";
import { closeDatabase } from "@/lib/db";
import { env, forgetEnv } from "@/lib/env";
import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { makeUser, TEST_PASSWORD } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { http } from "@/tests/setup/http";
import { sql } from "@/tests/setup/sql";
import { hasPgbouncer, type Pooler, startPgbouncer } from "@/tests/tools/pgbouncer";

const isInstalled = hasPgbouncer();
const ROUNDS = Array.from({ length: 12 });

describe.skipIf(!isInstalled)(isInstalled ? "DB_POOLER=transaction" : "DB_POOLER=transaction (skipped: no pgbouncer on the PATH)", () => {
  let pooler: Pooler;

  beforeAll(async () => {
    pooler = await startPgbouncer(env.databaseUrl);
    await closeDatabase();
    vi.stubEnv("DATABASE_URL", pooler.url);
    vi.stubEnv("DB_POOLER", "transaction");
    forgetEnv();
  });

  afterAll(async () => {
    await closeDatabase();
    vi.unstubAllEnvs();
    forgetEnv();
    await pooler.close();
  });

  it("signs in and refreshes, many at once over two connections", async () => {
    const people = await Promise.all(ROUNDS.map(() => makeUser()));
    const statuses = await Promise.all(
      people.map(async ({ email }) => {
        const entered = await http(login, { body: { email, password: TEST_PASSWORD }, browser: true });
        const token = entered.cookies.refresh_token?.value ?? "";
        const again = await http(refresh, { method: "POST", cookies: { refresh_token: token }, browser: true });
        return [entered.status, again.status];
      }),
    );
    expect(statuses).toEqual(ROUNDS.map(() => [200, 200]));
  });

  it("knows who asks, and commits a change with its audit row", async () => {
    const viewer = await makeViewer();
    const answers = await Promise.all(ROUNDS.map(() => callAs(viewer).run(checkAuth)));
    expect(answers.map(({ error }) => error)).toEqual(ROUNDS.map(() => null));
    expect(await auditRowsOf(() => callAs(viewer).output(removeAvatar))).toMatchObject([{ action: "user.profile_update", success: true }]);
  });

  it("leaves no prepared statement behind", async () => {
    expect(await sql("SELECT name FROM pg_prepared_statements WHERE name <> ''")).toEqual([]);
  });
});
