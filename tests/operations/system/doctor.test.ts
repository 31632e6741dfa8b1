import { beforeEach, describe, expect, it } from "vitest";
import { checkDatabase } from "../../../scripts/doctor/check-database";
import { checkRedis } from "../../../scripts/doctor/check-redis";
import type { Finding } from "../../../scripts/doctor/finding";
import { makeUser } from "../../factories/make-user";
import { freshDatabase } from "../../setup/fresh-database";
import { startScript } from "../../setup/run-script";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { startResendServer } from "../../tools/resend-server";

beforeEach(freshDatabase);

const url = () => String(process.env.DATABASE_URL);
const faultsOf = (findings: Finding[]) => findings.filter(({ state }) => state === "fault");

describe("the doctor asks the database", () => {
  it("finds nothing wrong where there is nothing wrong", async () => {
    const findings = await checkDatabase(url());
    expect(faultsOf(findings)).toEqual([]);
    expect(findings.map(({ topic }) => topic)).toEqual(["database", "migrations", "migrations", "content", "content", "people", "outbox"]);
  });

  it("says which migration is missing, and the command", async () => {
    await sql("DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)");
    expect(faultsOf(await checkDatabase(url()))).toMatchObject([{ topic: "migrations", remedy: "npm run db:migrate" }]);
  });

  it("says so where the database is ahead", async () => {
    await sql("INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('x', '', '9999_later', now(), 1)");
    expect(await checkDatabase(url())).toContainEqual(expect.objectContaining({ state: "warning", message: expect.stringContaining("9999_later") as string }));
  });

  it("sees a column that somebody added by hand", async () => {
    await sql("ALTER TABLE organizations ADD COLUMN colour text");
    expect(faultsOf(await checkDatabase(url()))).toMatchObject([{ topic: "migrations", message: expect.stringContaining("colour") as string }]);
  });

  it("misses permissions and roles", async () => {
    await sql("DELETE FROM permissions WHERE name = 'users.ban'");
    await sql("DELETE FROM roles WHERE name = 'auditor'");
    expect(faultsOf(await checkDatabase(url())).map(({ message }) => message)).toEqual(["permissions are missing: users.ban", "roles of the preset are missing: auditor"]);
  });

  it("refuses the demonstration's passwords in production", async () => {
    await makeUser({ email: "admin@example.com", password: "Admin123!", roles: ["admin"], reach: "platform" });
    expect(faultsOf(await checkDatabase(url()))).toEqual([]);
    await withEnv({ NODE_ENV: "production" }, async () => {
      expect(faultsOf(await checkDatabase(url()))).toMatchObject([{ topic: "people", message: expect.stringContaining("a…@example.com") as string }]);
    });
  });

  it("wants an administrator in production", async () => {
    await withEnv({ NODE_ENV: "production" }, async () => {
      expect(faultsOf(await checkDatabase(url()))).toMatchObject([{ topic: "people", remedy: "npm run admin:create" }]);
    });
  });

  it("tells that it is away without telling the password", async () => {
    const [finding] = await checkDatabase("postgres://u:hush@127.0.0.1:1/app");
    expect(finding).toMatchObject({ topic: "database", state: "fault" });
    expect(JSON.stringify(finding)).not.toContain("hush");
  });
});

it("finds a Redis that is away to be no fault", async () => {
  expect(await checkRedis({ redisUrl: "redis://:hush@127.0.0.1:1" })).toMatchObject([{ state: "warning" }]);
  const [upstash] = await checkRedis({ upstashRedisRestUrl: "http://127.0.0.1:1", upstashRedisRestToken: "hush" });
  expect(upstash).toMatchObject({ state: "warning" });
  expect(JSON.stringify(upstash)).not.toContain("hush");
  expect(await checkRedis({})).toMatchObject([{ state: "note" }]);
});

describe("npm run doctor", () => {
  const GOOGLE = { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "hush-google" };
  const run = (args: string[], environment: Record<string, string> = {}) => startScript("doctor.ts", args, environment).ended;

  it("tells a person what is there, what is missing and what to register, sends a test mail, and prints no secret", async () => {
    const service = await startResendServer("re_hush");
    const mail = { RESEND_API_KEY: "re_hush", RESEND_BASE_URL: service.url, EMAIL_FROM: "A <a@example.org>" };
    const { code, out } = await run(["--mail", "grace@example.org"], { ...GOOGLE, ...mail });
    expect(service.mails).toMatchObject([{ to: "grace@example.org", subject: "A test mail" }]);
    await service.close();
    expect(out).toMatch(/✓ mail +Resend took a test mail to g…@example\.org/);
    expect(out).toMatch(/✓ providers +Google is configured; register the callback \S+\/api\/auth\/callback\/google/);
    expect(out).toMatch(/! people +nobody is administrator\n +→ npm run admin:create/);
    expect(out).toMatch(/\n0 wrong, \d+ to look at/);
    expect(code).toBe(0);
    expect(out).not.toContain("hush");
  }, 60_000);

  it("ends with 1 where something is wrong, and gives a program its findings", async () => {
    const { code, out } = await run(["--json"], { AUTH_GOOGLE_ID: "id", EMAIL_SERVICE: "brevo" });
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: Finding[] };
    expect(faultsOf(findings).map(({ topic }) => topic)).toEqual(expect.arrayContaining(["providers", "mail"]));
    const refused = await run(["--mail", "no address"]);
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining("--mail wants a mail address")]);
  }, 60_000);
});
