import sharp from "sharp";
import { describe, expect, it } from "vitest";
import * as upload from "@/app/api/auth/upload-profile-picture/route";
import * as avatars from "@/app/api/avatars/[id]/route";
import { armFailpoints } from "@/lib/failpoint";
import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";
import { TEST_ORIGIN } from "@/tests/setup/test-context";

const picture = (colour = "teal", format: "png" | "jpeg" | "gif" | "webp" = "png") =>
  sharp({ create: { width: 640, height: 400, channels: 3, background: colour } })
    .withExif({ IFD0: { Copyright: "the camera's owner" } })
    .toFormat(format)
    .toBuffer();

const fileOf = (bytes: Buffer | string, name = "me.png", type = "image/png") => new File([new Uint8Array(Buffer.from(bytes))], name, { type });

async function post(viewer: TestViewer, file: File, field = "profile_picture") {
  const body = new FormData();
  body.set(field, file);
  return http(upload, { as: viewer, body });
}

const storedOf = (ownerId: string) => sql<{ id: string; bytes: Buffer }>("SELECT id, bytes FROM stored_files WHERE owner_id = $1", [ownerId]);

const give = async (viewer: TestViewer) => String((await post(viewer, fileOf(await picture()))).body.url);

function get(viewer: TestViewer | null, url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET"): Promise<Response> {
  const authorization: Record<string, string> = viewer ? { authorization: `Bearer ${viewer.accessToken}` } : {};
  const request = new Request(new URL(url, TEST_ORIGIN), { method, headers: { ...authorization, ...headers } });
  return avatars[method](request, { params: Promise.resolve({ id: url.split("/").at(-1) }) });
}

describe("account.upload-avatar", () => {
  it.each(["png", "jpeg", "gif", "webp"] as const)("stores a %s anew, without what was hidden in it", async (format) => {
    const viewer = await makeViewer();
    const answer = await post(viewer, fileOf(await picture("teal", format), `x.${format}`), format === "gif" ? "file" : "profile_picture");
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), url: answer.body.profile_picture_url } });
    const [stored, ...others] = await storedOf(viewer.user.id);
    expect(others).toEqual([]);
    expect(answer.body.url).toBe(`/api/avatars/${stored?.id}`);
    expect(await sharp(stored?.bytes).metadata()).toMatchObject({ format: "webp", width: 512, height: 512 });
    expect(stored?.bytes.includes("camera")).toBe(false);
    const { user } = await callAs(viewer).output(showAccount);
    expect(user).toMatchObject({ profile_picture_url: answer.body.url, profile_picture: answer.body.url });
  });

  it("replaces: the old file goes with the change", async () => {
    const viewer = await makeViewer();
    const first = await give(viewer);
    const second = await give(viewer);
    expect((await storedOf(viewer.user.id)).map(({ id }) => `/api/avatars/${id}`)).toEqual([second]);
    expect((await get(viewer, first)).status).toBe(404);
  });

  it("keeps the old file when the change fails", async () => {
    const viewer = await makeViewer();
    const url = await give(viewer);
    armFailpoints(["account.upload-avatar:before-commit"]);
    const input = { profile_picture: fileOf(await picture("red")) };
    await rowsUnchanged(() => expect(callAs(viewer).run(uploadAvatar, { input })).rejects.toThrow("failpoint"), ["rate_limits"]);
    expect((await get(viewer, url)).status).toBe(200);
  });

  it("writes one row; so does taking the picture away", async () => {
    const viewer = await makeViewer();
    const row = {
      action: "user.profile_update",
      actor_id: viewer.user.id,
      target_user_id: viewer.user.id,
      success: true,
      metadata: { fields: ["profile_picture"] },
    };
    expect(await auditRowsOf(() => give(viewer))).toMatchObject([row]);
    expect(await auditRowsOf(() => callAs(viewer).output(removeAvatar))).toMatchObject([row]);
    expect(await storedOf(viewer.user.id)).toEqual([]);
    expect((await callAs(viewer).output(showAccount)).user.profile_picture_url).toBeNull();
    expect(await callAs(viewer).output(removeAvatar)).toMatchObject({ profile_picture_url: null });
  });

  it.each([
    ["no file", undefined, 422, "VALIDATION_ERROR"],
    ["a text that calls itself a picture", "x".repeat(500), 415, "UNSUPPORTED_IMAGE"],
    ["an SVG", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script>${" ".repeat(200)}</svg>`, 415, "UNSUPPORTED_IMAGE"],
    ["a few bytes", "\x89PNG\r\n\x1a\n", 422, "INVALID_IMAGE"],
    ["a broken PNG", `\x89PNG\r\n\x1a\n${"x".repeat(300)}`, 422, "INVALID_IMAGE"],
    ["more than 5 MB", "x".repeat(5 * 1024 * 1024 + 1), 413, "FILE_TOO_LARGE"],
  ])("refuses %s, and keeps nothing", async (_title, content, status, code) => {
    const viewer = await makeViewer();
    const input = content === undefined ? {} : { profile_picture: fileOf(Buffer.from(content, "latin1")) };
    const error = await rowsUnchanged(() => callAs(viewer).refusal(uploadAvatar, { input }));
    expect(error).toMatchObject({ status, code, details: { fields: { profile_picture: [expect.any(String)] } } });
  });

  it("refuses JSON with 415", async () => {
    const viewer = await makeViewer();
    expect(await http(upload, { as: viewer, body: { profile_picture: "x" } })).toMatchObject({ status: 415 });
  });

  expectRefused(uploadAvatar, { valid: async () => ({ input: { profile_picture: fileOf(await picture()) } }) });
  expectRefused(removeAvatar, { valid: () => ({}) });
});

describe("GET /api/avatars/{id}", () => {
  it("serves one's own, so that it can neither run nor be cached by others", async () => {
    const viewer = await makeViewer();
    const answer = await get(viewer, await give(viewer));
    expect(answer.status).toBe(200);
    expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).format).toBe("webp");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/webp",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
      "cache-control": "private, max-age=31536000, immutable",
      etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      "x-request-id": expect.any(String),
    });
  });

  it("answers 304 to the ETag and nothing but headers to HEAD", async () => {
    const viewer = await makeViewer();
    const url = await give(viewer);
    const head = await get(viewer, url, {}, "HEAD");
    expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: "" });
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(100);
    expect((await get(viewer, url, { "if-none-match": String(head.headers.get("etag")) })).status).toBe(304);
  });

  it("is for people of a shared organization, and for whoever sees everybody", async () => {
    const owner = await makeViewer();
    const url = await give(owner);
    const elsewhere = { organization: await makeOrganization() };
    expect((await get(await makeViewer(), url)).status).toBe(200);
    expect((await get(await makeViewer(["users.view"], { ...elsewhere, reach: "platform" }), url)).status).toBe(200);
    expect((await get(await makeViewer(["users.view"], elsewhere), url)).status).toBe(404);
    expect((await get(await makeViewer([], { organization: null }), url)).status).toBe(404);
  });

  it("is 401 to nobody, 404 for what is not there, 405 with Allow for other methods", async () => {
    const viewer = await makeViewer();
    expect((await get(null, await give(viewer))).status).toBe(401);
    for (const id of [newId(), "1", "..%2f", "x\0"]) expect((await get(viewer, `/api/avatars/${id}`)).status).toBe(404);
    const post = await http(avatars, { method: "POST", as: viewer, params: { id: newId() } });
    expect(post.status).toBe(405);
    expect(post.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });
});
