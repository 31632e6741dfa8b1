import { describe, expect } from "vitest";
import { newId } from "@/lib/ids";
import { makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { conforms } from "./conforms";
import { ERROR, WINDOW } from "./shapes";
import { send } from "./wire";

const administrator = () => makeViewer([], { roles: ["admin"], reach: "platform" });

describe("one capability by several names", () => {
  conforms("1.12-signup", async () => {
    for (const path of ["register", "signup"]) expect((await send(`POST /api/auth/${path}`, { body: { email: `${path}-${newId()}@example.com`, password: TEST_PASSWORD } })).status).toBe(201);
  });

  conforms("1.12-login", async () => {
    const { email, username, password } = await makeUser();
    for (const named of [{ email }, { username }, { email: username }, { username: email }]) expect((await send("POST /api/auth/login", { body: { ...named, password } })).status).toBe(200);
  });

  conforms("1.12-password", async () => {
    const as = await makeViewer();
    const inProfile = await send("POST /api/auth/update_user", { as, body: { password: "a wholly different sentence" } });
    expect([inProfile.status, inProfile.body]).toMatchObject([422, { ...ERROR, details: { fields: { password: [expect.stringContaining("/api/auth/password/update")] } } }]);
    expect((await send("POST /api/auth/password/update", { as, body: { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" } })).status).toBe(200);
  });

  conforms("1.12-pagination", async () => {
    const as = await administrator();
    expect((await send("GET /api/admin/users?page=2&per_page=1", { as })).body).toMatchObject({ total: expect.any(Number), page: 2, pages: expect.any(Number), per_page: 1 });
    expect((await send("GET /api/audit/audit-logs?limit=2&offset=2", { as })).body).toMatchObject({ ...WINDOW, limit: 2, offset: 2 });
  });

  conforms("1.12-clone", async () => {
    const [as, { id }] = [await administrator(), await makeRole([])];
    for (const field of ["name", "new_name"]) expect((await send(`POST /api/rbac/roles/${id}/clone`, { as, body: { [field]: `copy_${newId().replaceAll("-", "")}` } })).status).toBe(201);
  });

  conforms("1.12-ban", async () => {
    const as = await administrator();
    const ends = [];
    for (const body of [{ duration_hours: 2 }, { duration_minutes: 120 }]) ends.push(Date.parse((await send(`POST /api/admin/users/${(await makeUser()).id}/ban`, { as, body })).body.ban_expires_at));
    expect(Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))).toBeLessThan(10_000);
  });

  conforms("1.12-picture", async () => {
    const sharp = (await import("sharp")).default;
    const png = new Uint8Array(await sharp({ create: { width: 32, height: 32, channels: 3, background: "#123456" } }).png().toBuffer());
    for (const field of ["profile_picture", "file"]) {
      const [as, body] = [await makeViewer(), new FormData()];
      body.set(field, new File([png], "me.png", { type: "image/png" }));
      const { url } = (await send("POST /api/auth/upload-profile-picture", { as, body })).body;
      expect((await send("GET /api/auth/user/@me", { as })).body.user).toMatchObject({ profile_picture: url, profile_picture_url: url });
    }
  });
});
