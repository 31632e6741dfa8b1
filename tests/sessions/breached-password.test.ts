import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { bootFaults, forgetEnv } from "@/lib/env";
import { passwordProblems } from "@/lib/session/password-policy";
import { mailToken } from "../factories/mail-token";
import { makeInvitation } from "../factories/make-invitation";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { withEnv } from "../setup/with-env";
import { type RangeFault, type RangeServer, startRangeServer } from "../tools/range-server";

const PASSWORD = "seven quiet lanterns";
const HASH = createHash("sha1").update(PASSWORD).digest("hex").toUpperCase();
const BREACHED = ["This password is known from a data breach. Choose one that you have never used before."];

let service: RangeServer;
let written: string[];

beforeEach(async () => {
  service = await startRangeServer();
  written = [];
  vi.spyOn(process.stderr, "write").mockImplementation((piece) => written.push(String(piece)) > 0);
  vi.stubEnv("BREACHED_PASSWORDS_URL", service.url);
  vi.stubEnv("LOG_LEVEL", "warn");
  forgetEnv();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  forgetEnv();
  await service.close();
});

describe("a password that breaches made known @asvs V6.2.12", () => {
  it("is refused; of it, five digits of a hash leave the house", async () => {
    service.breach(PASSWORD);
    expect(await passwordProblems(PASSWORD)).toEqual(BREACHED);
    expect(service.requests.map(({ path }) => path)).toEqual([`/range/${HASH.slice(0, 5)}`]);
    expect(service.requests[0]?.headers).toMatchObject({ "add-padding": "true" });
    expect(JSON.stringify(service.requests)).not.toContain(HASH.slice(5, 20));
  });

  it("is one only when it is in the list, and not as padding", async () => {
    expect(await passwordProblems(PASSWORD)).toEqual([]);
    service.breach(PASSWORD, 0);
    expect(await passwordProblems(PASSWORD)).toEqual([]);
    expect(written).toEqual([]);
  });

  it("is not asked about when it is refused in any case", async () => {
    expect(await passwordProblems("password123")).toHaveLength(1);
    expect(await passwordProblems("short")).toHaveLength(1);
    expect(service.requests).toEqual([]);
  });

  it("is not asked about where no service is set", () =>
    withEnv({ BREACHED_PASSWORDS_URL: undefined }, async () => {
      service.breach(PASSWORD);
      expect(await passwordProblems(PASSWORD)).toEqual([]);
      expect(service.requests).toEqual([]);
    }));
});

describe("a service that fails keeps nobody out, and the log says so", () => {
  it.each<[string, RangeFault]>([
    ["answers 503", { raw: "busy", status: 503 }],
    ["answers 429", { raw: "", status: 429 }],
    ["answers with a page", { raw: "<html>Sign in to the airport's network</html>" }],
    ["answers with nothing", { raw: "" }],
    ["leads elsewhere", { raw: "", status: 302, location: "/range/00000" }],
    ["never answers", "silence"],
    ["never ends", "flood"],
  ])("%s", async (_name, fault) => {
    service.breach(PASSWORD);
    service.fault = fault;
    const startedAt = performance.now();
    expect(await passwordProblems(PASSWORD)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(written.join("")).toContain("password.breach_check_failed");
    for (const secret of [PASSWORD, HASH.slice(0, 5)]) expect(written.join("")).not.toContain(secret);
  });

  it("is down", () =>
    withEnv({ BREACHED_PASSWORDS_URL: "http://127.0.0.1:1/range" }, async () => {
      expect(await passwordProblems(PASSWORD)).toEqual([]);
      expect(written.join("")).toContain("password.breach_check_failed");
    }));
});

describe("every door for a new password asks", () => {
  beforeEach(() => service.breach(PASSWORD));

  it("signing up", async () => {
    const refusal = await callAs(null).refusal(registerAccount, { input: { email: "lantern@example.com", password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { password: BREACHED } } });
  });

  it("changing one's own", async () => {
    const viewer = await makeViewer();
    const refusal = await callAs(viewer).refusal(changePassword, { input: { current_password: viewer.user.password, new_password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { new_password: BREACHED } } });
  });

  it("a lost one, behind the link of a mail", async () => {
    const { id, email } = await makeUser();
    const { token } = await mailToken({ purpose: "password_reset", userId: id, address: email, ttlSeconds: 600 });
    const refusal = await callAs(null).refusal(resetPassword, { input: { token, new_password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { new_password: BREACHED } } });
  });

  it("beginning an account anew with the proof of its address", async () => {
    const { id, email } = await makeUser({ verified: false });
    const { token } = await mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: 600 });
    const refusal = await callAs(null).refusal(confirmEmail, { input: { token, new_password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { new_password: BREACHED } } });
  });

  it("an invitation", async () => {
    const { token } = await makeInvitation();
    const refusal = await callAs(null).refusal(acceptInvitation, { input: { token, password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { password: BREACHED } } });
  });

  it("an administrator who makes an account", async () => {
    const viewer = await makeViewer(["users.create"], { reach: "platform" });
    const refusal = await callAs(viewer).refusal(createUser, { input: { email: `${(await makeUser()).username}@new.example.com`, password: PASSWORD } });
    expect(refusal).toMatchObject({ status: 422, details: { fields: { password: BREACHED } } });
  });
});

it("production asks over https alone", async () => {
  const faults = (url: string) => withEnv({ NODE_ENV: "production", GATEHOUSE_TEST_BUILD: undefined, BREACHED_PASSWORDS_URL: url }, () => Promise.resolve(bootFaults().join(" ")));
  expect(await faults("http://range.example.com")).toContain("BREACHED_PASSWORDS_URL has to be https");
  expect(await faults("https://range.example.com/range/")).not.toContain("BREACHED_PASSWORDS_URL");
});
