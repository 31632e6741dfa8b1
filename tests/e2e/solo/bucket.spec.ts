import sharp from "sharp";
import { type S3Server, startS3Server } from "../../tools/s3-server";
import { call, tokensOf } from "../support/api-call";
import { type OwnServers, ownServers } from "../support/own-servers";
import { expect, test } from "../support/test";

let bucket: S3Server;
let servers: OwnServers;
let first: string;
let second: string;

/** The build that people run, whose output holds what was traced and nothing else. */
test.beforeAll(async () => {
  bucket = await startS3Server();
  servers = await ownServers({ count: 2, build: ".next", env: bucket.variables });
  [first = "", second = ""] = servers.instances.map(({ url }) => url);
});

test.afterAll(async () => {
  await servers?.end();
  await bucket?.close();
});

async function upload(token: string, colour: string): Promise<string> {
  const png = await sharp({ create: { width: 640, height: 400, channels: 3, background: colour } }).png().toBuffer();
  const form = new FormData();
  form.set("profile_picture", new File([new Uint8Array(png)], "me.png", { type: "image/png" }));
  const answer = await fetch(`${first}/api/auth/upload-profile-picture`, { method: "POST", body: form, headers: { authorization: `Bearer ${token}` } });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { url: string }).url;
}

const keyOf = (url: string) => url.split("/").at(-1) ?? "";

test("a picture goes into the bucket, out of it at the other instance, and is deleted when it is replaced", async () => {
  const { access_token: token } = await tokensOf(first, "user");
  const before = await upload(token, "teal");
  expect(bucket.keys()).toEqual([keyOf(before)]);
  const served = await call(second, before, { token });
  expect([served.status, served.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect(await sharp(Buffer.from(await served.arrayBuffer())).metadata()).toMatchObject({ format: "webp", width: 512, height: 512 });

  const after = await upload(token, "red");
  expect((await call(second, before, { token })).status).toBe(404);
  await expect.poll(() => bucket.keys(), { timeout: 30_000 }).toEqual([keyOf(after)]);
});

test("while the bucket is dead, a picture is a 503 and nothing else is", async () => {
  const { access_token: token } = await tokensOf(first, "manager");
  const url = await upload(token, "navy");
  await bucket.kill();
  const away = await call(second, url, { token });
  expect([away.status, away.headers.has("retry-after")]).toEqual([503, true]);
  for (const path of ["/api/auth/me", "/api/health"]) expect((await call(second, path, { token })).status, path).toBe(200);
  await bucket.start();
  expect((await call(second, url, { token })).status).toBe(200);
});
