/** The links that mails of older systems bear lead to an address of the API: who follows one in a browser sees a page. */
import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/confirm/[token]/route";
import { mailToken } from "../factories/mail-token";
import { makeUser } from "../factories/make-user";
import { http } from "../setup/http";
import { rowsUnchanged } from "../setup/rows-unchanged";

/** What Firefox, Chrome and Safari send with a page's address. */
const FOLLOWED = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async function link() {
  const { id, email } = await makeUser({ verified: false });
  const { token } = await mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: 3600 });
  return { email, params: { token }, path: `/api/auth/confirm/${token}` };
}

describe("GET /api/auth/confirm/{token}", () => {
  it.each(["GET", "HEAD"] as const)("%s by a browser is led to the page, and changes nothing", async (method) => {
    const { params, path } = await link();
    const { status, headers, body } = await rowsUnchanged(() => http(route, { method, path, params, headers: { accept: FOLLOWED } }), []);
    expect([status, headers.get("location"), headers.get("cache-control"), body]).toEqual([303, `/verify-email?token=${params.token}`, "no-store", undefined]);
  });

  it("leads nowhere else, whatever stands in the place of a token", async () => {
    const { headers } = await http(route, { path: "/api/auth/confirm/x", params: { token: "x&return_to=//elsewhere.example\r\n#" }, headers: { accept: "text/html" } });
    expect(headers.get("location")).toBe("/verify-email?token=x%26return_to%3D%2F%2Felsewhere.example%0D%0A%23");
  });

  it.each([undefined, "*/*", "application/json", "application/json, text/plain, */*", "application/json, text/html", "text/html;q=0.1, application/*", "text/html;q=none, */*;q=0.1"])(
    "answers clients in JSON: Accept %s",
    async (accept) => {
      const { params, path, email } = await link();
      const { status, body } = await http(route, { path, params, headers: { accept } });
      expect([status, body.user.email]).toEqual([200, email]);
    },
  );

  it("leads away nobody who confirms", async () => {
    const { params, path } = await link();
    const { status, body } = await http(route, { path, params, body: {}, headers: { accept: FOLLOWED } });
    expect([status, body.user.is_verified]).toEqual([200, true]);
  });
});
