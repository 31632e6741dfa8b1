import { execFile } from "node:child_process";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import * as upload from "@/app/api/auth/upload-profile-picture/route";
import * as avatars from "@/app/api/avatars/[id]/route";
import { prisma } from "@/lib/db";
import { bootFaults, env, forgetEnv } from "@/lib/env";
import { armFailpoints } from "@/lib/failpoint";
import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { newId } from "@/lib/ids";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { openBucket } from "@/lib/storage/bucket";
import { fileStorage } from "@/lib/storage/storage";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { http } from "@/tests/setup/http";
import { oneRow, sql } from "@/tests/setup/sql";
import { TEST_ORIGIN } from "@/tests/setup/test-context";
import { withEnv } from "@/tests/setup/with-env";
import { type S3Server, startS3Server } from "@/tests/tools/s3-server";

const run = promisify(execFile);
let server: S3Server;

beforeAll(async () => {
  server = await startS3Server();
  for (const [name, value] of Object.entries(server.variables)) vi.stubEnv(name, value);
  forgetEnv();
});

afterEach(() => void vi.restoreAllMocks());

afterAll(async () => {
  vi.unstubAllEnvs();
  forgetEnv();
  await server.close();
});

const BYTES = new Uint8Array([0, 255, 10, 13, 39, 92]);

function bucket() {
  const opened = openBucket();
  if (!opened) throw new Error("the variables of the bucket are not set");
  return opened;
}

/** What the log says while `work` runs. */
async function logOf(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const listen = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  vi.spyOn(process.stderr, "write").mockImplementation(listen);
  vi.spyOn(process.stdout, "write").mockImplementation(listen);
  await work().finally(() => vi.restoreAllMocks());
  return lines.join("");
}

const pictureFile = async () => {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: "teal" } }).png().toBuffer();
  return new File([new Uint8Array(bytes)], "me.png", { type: "image/png" });
};

async function post(viewer: TestViewer) {
  const body = new FormData();
  body.set("profile_picture", await pictureFile());
  return http(upload, { as: viewer, body });
}

const idOf = (url: unknown) => String(url).split("/").at(-1) ?? "";
const give = async (viewer: TestViewer) => idOf((await post(viewer)).body.url);
const get = (viewer: TestViewer, id: string) =>
  avatars.GET(new Request(`${TEST_ORIGIN}/api/avatars/${id}`, { headers: { authorization: `Bearer ${viewer.accessToken}` } }), { params: Promise.resolve({ id }) });

const rowsOf = (viewer: TestViewer) => sql("SELECT id FROM stored_files WHERE owner_id = $1", [viewer.user.id]);

describe("the bucket", () => {
  it("gives back the same bytes, and nothing once deleted", async () => {
    const key = newId();
    await bucket().put(key, "image/webp", BYTES);
    expect([...((await bucket().get(key)) ?? [])]).toEqual([...BYTES]);
    await bucket().delete(key);
    await bucket().delete(key);
    expect(await bucket().get(key)).toBeNull();
  });

  it.each([
    ["a wrong secret", { S3_SECRET_ACCESS_KEY: "not the secret" }, "refuses S3_ACCESS_KEY_ID with S3_SECRET_ACCESS_KEY"],
    ["an unknown key", { S3_ACCESS_KEY_ID: "NOBODY" }, "refuses S3_ACCESS_KEY_ID with S3_SECRET_ACCESS_KEY"],
    ["a bucket that is not there", { S3_BUCKET: "nowhere" }, "S3_BUCKET does not exist at S3_ENDPOINT"],
  ])("says what is wrong with %s at its first use, and answers 503", async (_title, changes, sentence) => {
    await withEnv(changes, async () => {
      const said = await logOf(() => expect(bucket().put(newId(), "image/webp", BYTES)).rejects.toMatchObject({ status: 503 }));
      expect(said).toContain(sentence);
      expect(said).not.toContain(env.s3SecretAccessKey);
    });
  });
});

describe("configuration", () => {
  it("is refused at start while a value is missing", async () => {
    expect(bootFaults()).toEqual([]);
    await withEnv({ S3_BUCKET: undefined, S3_REGION: undefined }, async () => {
      expect(bootFaults()).toEqual([expect.stringContaining("STORAGE=s3 needs S3_REGION, S3_BUCKET:")]);
    });
  });

  it("asks for https in production, unless on loopback", async () => {
    const production = { NODE_ENV: "production", APP_URL: "https://gate.example" };
    const faultsAt = (endpoint: string) => withEnv({ ...production, S3_ENDPOINT: endpoint }, async () => bootFaults().filter((fault) => fault.includes("S3_")));
    expect(await faultsAt("http://s3.example")).toEqual([expect.stringContaining("S3_ENDPOINT has to be https")]);
    expect(await faultsAt("https://s3.example")).toEqual([]);
    expect(await faultsAt("http://127.0.0.1:9000")).toEqual([]);
  });
});

describe("account.upload-avatar with STORAGE=s3", () => {
  it("puts the bytes into the bucket alone, and serves them through our own route", async () => {
    const viewer = await makeViewer();
    const id = await give(viewer);
    expect(await oneRow("SELECT content_type, byte_size > 0 AS is_sized, bytes FROM stored_files WHERE id = $1", [id])).toEqual({ content_type: "image/webp", is_sized: true, bytes: null });
    expect(server.keys()).toContain(id);
    const answer = await get(viewer, id);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({ format: "webp", width: 512 });
    expect(await sql("SELECT id FROM outbox_messages WHERE idempotency_key = $1", [`object_removal:${id}`])).toEqual([]);
  });

  it("is read by a second process", async () => {
    const id = await give(await makeViewer());
    const script = `const { fileStorage } = await import("./lib/storage/storage.ts"); const file = await fileStorage().get("${id}"); console.log(file.contentType, file.bytes.byteLength); process.exit(0);`;
    const { stdout } = await run(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { env: { ...process.env, DATABASE_URL: env.databaseUrl } });
    const { byte_size: size } = await oneRow<{ byte_size: number }>("SELECT byte_size FROM stored_files WHERE id = $1", [id]);
    expect(stdout.trim()).toBe(`image/webp ${size}`);
  });

  it("deletes the object of a picture that is replaced or removed, after the commit", async () => {
    const viewer = await makeViewer();
    const first = await give(viewer);
    const second = await give(viewer);
    expect(server.keys()).toEqual(expect.arrayContaining([first, second]));
    await deliverOutbox();
    expect(server.keys()).not.toContain(first);
    expect(server.keys()).toContain(second);
    await callAs(viewer).output(removeAvatar);
    await deliverOutbox();
    expect(server.keys()).not.toContain(second);
    expect((await get(viewer, second)).status).toBe(404);
  });

  it("deletes the objects of an account that is deleted", async () => {
    const viewer = await makeViewer();
    const id = await give(viewer);
    const administrator = await makeViewer(["users.delete"], { reach: "platform" });
    await callAs(administrator).output(deleteUser, { params: { id: viewer.user.id } });
    expect(await rowsOf(viewer)).toEqual([]);
    await deliverOutbox();
    expect(server.keys()).not.toContain(id);
  });

  it("keeps the old picture when the change fails, and sweeps the new object away", async () => {
    const viewer = await makeViewer();
    const id = await give(viewer);
    const before = server.keys();
    armFailpoints(["account.upload-avatar:before-commit"]);
    await expect(callAs(viewer).run(uploadAvatar, { input: { profile_picture: await pictureFile() } })).rejects.toThrow("failpoint");
    expect(await rowsOf(viewer)).toEqual([{ id }]);
    const [orphan, ...others] = server.keys().filter((key) => !before.includes(key));
    expect([typeof orphan, others]).toEqual(["string", []]);
    await deliverOutbox();
    expect(server.keys()).toContain(orphan);
    await travel(6 * MINUTE);
    await deliverOutbox();
    expect(server.keys()).not.toContain(orphan);
    expect(server.keys()).toContain(id);
  });

  it("never refers to an object that was swept away before it was kept", async () => {
    const viewer = await makeViewer();
    const staged = await fileStorage().stage({ ownerId: viewer.user.id, contentType: "image/webp", bytes: BYTES });
    await travel(6 * MINUTE);
    await deliverOutbox();
    expect(server.keys()).not.toContain(staged.id);
    await expect(prisma.$transaction((tx) => fileStorage().keep(staged, tx))).rejects.toMatchObject({ status: 503 });
    expect(await rowsOf(viewer)).toEqual([]);
  });

  it("still finds what the other choice of STORAGE stored", async () => {
    const viewer = await makeViewer();
    const inBucket = await give(viewer);
    await withEnv({ STORAGE: "postgres" }, async () => {
      expect((await get(viewer, inBucket)).status).toBe(200);
      const inDatabase = await give(viewer);
      await withEnv({ STORAGE: "s3" }, async () => expect((await get(viewer, inDatabase)).status).toBe(200));
    });
    await deliverOutbox();
    expect(server.keys()).not.toContain(inBucket);
  });
});

describe("while the bucket is away", () => {
  async function expectUnavailable(withinMs: number): Promise<void> {
    const viewer = await makeViewer();
    await logOf(async () => {
      const startedAt = performance.now();
      const answer = await post(viewer);
      expect(answer).toMatchObject({ status: 503, body: { code: "UNAVAILABLE" } });
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(performance.now() - startedAt).toBeLessThan(withinMs);
    });
    expect(await rowsOf(viewer)).toEqual([]);
  }

  it("answers 503 while it is down; removals wait and follow", async () => {
    const viewer = await makeViewer();
    const id = await give(viewer);
    await server.kill();
    await expectUnavailable(2000);
    expect(await logOf(async () => expect((await get(viewer, id)).status).toBe(503))).toContain("S3_ENDPOINT does not answer");
    await callAs(viewer).output(removeAvatar);
    await logOf(() => deliverOutbox());
    expect(server.keys()).toContain(id);
    await server.start();
    await travel(MINUTE);
    await deliverOutbox();
    expect(server.keys()).not.toContain(id);
  });

  it("answers 503 within three seconds while it is frozen", async () => {
    const viewer = await makeViewer();
    const id = await give(viewer);
    server.freeze();
    try {
      await expectUnavailable(3000);
      await logOf(async () => expect((await get(viewer, id)).status).toBe(503));
    } finally {
      server.thaw();
    }
    expect((await get(viewer, id)).status).toBe(200);
  });
});
