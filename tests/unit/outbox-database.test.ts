import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closeDatabase, database, prisma } from "../../lib/db";
import { listMailbox } from "../../lib/email/mailbox";
import { mailboxTransport } from "../../lib/email/mailbox-transport";
import { type QueuedMail, queueMail } from "../../lib/email/queue-mail";
import * as mailRoute from "../../lib/email/transport";
import { forgetEnv } from "../../lib/env";
import { newId } from "../../lib/ids";
import { MAX_ATTEMPTS, deliverOutbox } from "../../lib/outbox/deliver-outbox";
import { enqueue, outboxInsert, outboxRow } from "../../lib/outbox/outbox";
import { pruneExpired } from "../../lib/outbox/prune";
import { kick, startJobTimer, stopJobTimer } from "../../lib/outbox/run-due-jobs";
import { applyMigrations } from "../../scripts/database/migrate-database";
import { openEmbeddedDatabase } from "../../scripts/launch/embedded-database.mjs";

let home: string;
let server: Awaited<ReturnType<typeof openEmbeddedDatabase>>;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "gatehouse-outbox-"));
  // Within reach of the account that PostgreSQL runs under, so that the cluster lies here and goes with it.
  chmodSync(home, 0o755);
  server = await openEmbeddedDatabase(home);
  await applyMigrations(server.url);
  vi.stubEnv("DATABASE_URL", server.url);
  forgetEnv();
}, 60_000);

afterAll(async () => {
  await closeDatabase();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
  vi.unstubAllEnvs();
  forgetEnv();
});

const sql = (text: string, values: unknown[] = []) => database().pool.query(text, values);

beforeEach(() => sql("TRUNCATE outbox_messages, mailbox_messages, rate_limits, stored_files, users CASCADE"));
afterEach(() => vi.restoreAllMocks());

const mail = (to = "a@example.com", key?: string): QueuedMail => queueMail("welcome", to, { username: "alice" }, key);
const rows = () => prisma.outboxMessage.findMany({ orderBy: { id: "asc" } });
const makeDue = () => sql("UPDATE outbox_messages SET next_attempt_at = app_now() - interval '1 s', claimed_until = NULL");

describe("enqueue", () => {
  it("commits and rolls back with its cause", async () => {
    await prisma.$transaction((tx) => enqueue(tx, mail()));
    await expect(
      prisma.$transaction(async (tx) => {
        await enqueue(tx, mail());
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await rows()).toMatchObject([{ kind: "email", status: "pending", attempts: 0, claimedUntil: null }]);
  });

  it("keeps one message per key, also among parallel writers", async () => {
    await Promise.all(Array.from({ length: 5 }, () => enqueue(prisma, mail("a@example.com", "same"), mail("a@example.com", "same"))));
    expect(await rows()).toHaveLength(1);
  });

  it("fits in a statement of its own with the change it belongs to", async () => {
    const text = (condition: string) => `WITH changed AS (SELECT 1 WHERE ${condition}), mailed AS (${outboxInsert("$1", "EXISTS (SELECT 1 FROM changed)")} RETURNING id) SELECT count(*)::int AS n FROM mailed`;
    const parameters = () => [JSON.stringify([outboxRow(mail()), outboxRow(mail())])];
    expect((await sql(text("false"), parameters())).rows).toEqual([{ n: 0 }]);
    expect((await sql(text("true"), parameters())).rows).toEqual([{ n: 2 }]);
  });
});

describe("deliverOutbox", () => {
  it("carries mail into the mailbox, newest first, and empties what it sent", async () => {
    await enqueue(prisma, mail("First@Example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    await enqueue(prisma, mail("second@example.com"));
    await deliverOutbox();
    expect((await listMailbox()).map(({ to }) => to)).toEqual(["second@example.com", "first@example.com"]);
    const [entry] = await listMailbox({ to: " FIRST@example.com " });
    expect(entry).toMatchObject({ subject: "Welcome to your new account", links: [expect.stringMatching(/\/dashboard$/)] });
    expect(new Date(String(entry?.sent_at)).toISOString()).toBe(entry?.sent_at);
    expect(await listMailbox({ limit: 1 })).toHaveLength(1);
    expect(await rows()).toMatchObject([{ status: "sent", payload: {}, sentAt: expect.any(Date) as Date }, { status: "sent" }]);
  });

  it("sends everything once when many runners work at once", async () => {
    const send = vi.spyOn(mailboxTransport, "send");
    await enqueue(prisma, ...Array.from({ length: 45 }, (_, index) => mail(`u${index}@example.com`)));
    const counts = await Promise.all(Array.from({ length: 4 }, () => deliverOutbox()));
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(45);
    expect(send).toHaveBeenCalledTimes(45);
    expect(await prisma.mailboxMessage.count()).toBe(45);
  });

  it("tries again later, then gives up, and never repeats an address in the reason", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(mailboxTransport, "send").mockRejectedValue(new Error("550 no such user alice@example.com"));
    await enqueue(prisma, mail());
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    const [first] = await rows();
    expect(first).toMatchObject({ status: "pending", attempts: 1, lastError: "550 no such user a…@example.com", claimedUntil: null });
    const delay = (await sql("SELECT extract(epoch FROM next_attempt_at - app_now())::float AS s FROM outbox_messages")).rows[0] as { s: number };
    expect(delay.s).toBeGreaterThan(10);
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
    for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt += 1) {
      await makeDue();
      await deliverOutbox();
    }
    expect(first?.payload).not.toEqual({});
    expect(await rows()).toMatchObject([{ status: "failed", attempts: MAX_ATTEMPTS }]);
    expect((await rows())[0]?.payload).toEqual({});
    await makeDue();
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
  });

  it("leaves a live claim alone, takes over a dead one, and does not deliver twice", async () => {
    await enqueue(prisma, mail());
    const [row] = await rows();
    await sql("UPDATE outbox_messages SET claimed_until = app_now() + interval '1 minute', attempts = 1");
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
    // The runner that died had delivered, but not marked.
    await mailboxTransport.send({ ...mail().payload, messageId: String(row?.id), idempotencyKey: "k" });
    await sql("UPDATE outbox_messages SET claimed_until = app_now() - interval '1 s'");
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    expect(await listMailbox()).toHaveLength(1);
  });

  it("lets mail wait untouched where there is no transport", async () => {
    vi.spyOn(mailRoute, "transport").mockReturnValue(null);
    await enqueue(prisma, mail());
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
    expect(await rows()).toMatchObject([{ status: "pending", attempts: 0 }]);
  });
});

describe("the job timer", () => {
  afterEach(() => stopJobTimer());

  it("delivers right after a kick, and nothing once stopped", async () => {
    kick();
    startJobTimer();
    startJobTimer();
    await enqueue(prisma, mail());
    kick();
    await vi.waitFor(async () => expect(await listMailbox()).toHaveLength(1), { timeout: 1500, interval: 20 });
    await stopJobTimer();
    await enqueue(prisma, mail());
    kick();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await listMailbox()).toHaveLength(1);
  });

  it("never has two runs at once, and runs again for what came meanwhile", async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const send = vi.spyOn(mailboxTransport, "send").mockReturnValue(gate);
    await enqueue(prisma, mail());
    startJobTimer();
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    for (let index = 0; index < 3; index += 1) {
      await enqueue(prisma, mail());
      kick();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(send).toHaveBeenCalledTimes(1);
    open();
    // Sooner than the next tick.
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(4), { timeout: 1000, interval: 20 });
  });

  it("logs an outage once, and recovers", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const route = vi.spyOn(mailRoute, "transport").mockImplementation(() => {
      throw new Error("database away");
    });
    startJobTimer();
    for (let index = 0; index < 3; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kick();
    }
    await vi.waitFor(() => expect(route.mock.calls.length).toBeGreaterThanOrEqual(3));
    expect(written.mock.calls.filter(([line]) => String(line).includes("jobs.failed"))).toHaveLength(1);
    route.mockRestore();
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await enqueue(prisma, mail());
    kick();
    await vi.waitFor(async () => expect(await listMailbox()).toHaveLength(1), { timeout: 1500, interval: 20 });
  });
});

describe("pruneExpired", () => {
  it("takes what is long past and leaves the rest", async () => {
    const userId = newId();
    await sql("INSERT INTO users (id, email, username, created_at, updated_at) VALUES ($1, 'a@example.com', 'a', now(), now())", [userId]);
    for (const age of ["1 hour", "31 days"]) {
      const id = newId();
      await sql("INSERT INTO rate_limits (key, points, expires_at) VALUES ($1, 1, now() - $2::interval)", [`gone ${age}`, age]);
      await sql(
        `INSERT INTO sessions (id, user_id, device_name, amr, auth_time, created_at, last_activity_at, expires_at, leaf_token_id)
         VALUES ($1, $2, 'x', '{}', now(), now(), now(), now() - $3::interval, $1)`, [id, userId, age]);
      await sql("INSERT INTO refresh_tokens (id, session_id, token_hash, created_at) VALUES ($1, $1, sha256($2::bytea), now())", [id, id]);
      await sql(
        `INSERT INTO one_time_tokens (id, purpose, address, token_hash, expires_at, created_at)
         VALUES ($1, 'verify', 'a', sha256($2::bytea), now() - $3::interval, now())`, [newId(), age, age]);
    }
    await sql("INSERT INTO rate_limits (key, points, expires_at) VALUES ('live', 1, now() + interval '1 minute')");
    await enqueue(prisma, mail(), mail());
    await sql("UPDATE outbox_messages SET next_attempt_at = now() - interval '31 days'");
    const [sent] = await rows();
    await sql("UPDATE outbox_messages SET status = 'sent', sent_at = now() WHERE id = $1", [sent?.id]);

    expect(await pruneExpired()).toEqual({ rate_limits: 2, sessions: 1, one_time_tokens: 1, outbox_messages: 1 });
    expect(await prisma.rateLimit.findMany({ where: { points: 1, OR: [{ key: "live" }, { key: { startsWith: "gone" } }] } })).toMatchObject([{ key: "live" }]);
    expect([await prisma.session.count(), await prisma.refreshToken.count(), await prisma.oneTimeToken.count()]).toEqual([1, 1, 1]);
    expect(await rows()).toMatchObject([{ status: "pending" }]);
    expect(await pruneExpired()).toEqual({});
  });

  it("keeps the rows of sessions as long as SESSION_PURGE_DAYS says", async () => {
    const [userId, id] = [newId(), newId()];
    await sql("INSERT INTO users (id, email, username, created_at, updated_at) VALUES ($1, 'b@example.com', 'b', now(), now())", [userId]);
    await sql(
      `INSERT INTO sessions (id, user_id, device_name, amr, auth_time, created_at, last_activity_at, expires_at, leaf_token_id)
       VALUES ($1, $2, 'x', '{}', now(), now(), now(), now() - interval '31 days', $1)`, [id, userId]);
    const before = process.env.SESSION_PURGE_DAYS;
    vi.stubEnv("SESSION_PURGE_DAYS", "60");
    forgetEnv();
    expect(await pruneExpired()).toEqual({});
    vi.stubEnv("SESSION_PURGE_DAYS", before);
    forgetEnv();
    expect(await pruneExpired()).toEqual({ sessions: 1 });
  });
});
