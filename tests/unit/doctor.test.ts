import { SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { checkAddress, checkNode, checkOperation, checkProxies, checkShape, checkStart, checkWaysIn } from "../../scripts/doctor/check-settings";
import { checkMail, sendTestMail } from "../../scripts/doctor/check-mail";
import { checkProviders } from "../../scripts/doctor/check-providers";
import { about, type Finding, placeOf } from "../../scripts/doctor/finding";
import { withEnv } from "../setup/with-env";
import { SMTP_USER, startSmtpServer } from "../tools/smtp-server";

afterEach(forgetEnv);

const SECRET = "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma";
const production = { NODE_ENV: "production", GATEHOUSE_TEST_BUILD: "", DATABASE_URL: "postgres://u:hush@db.example.org:5432/app", AUTH_SECRET: SECRET, APP_URL: "https://app.example.org" };

/** The findings of one check under other variables. */
const under = async (variables: Record<string, string | undefined>, check: () => Finding[]) => {
  let findings: Finding[] = [];
  await withEnv(variables, async () => {
    findings = check();
  });
  return findings;
};
const states = (findings: Finding[]) => findings.map(({ state }) => state);

describe("the doctor reads the environment", () => {
  it("names a variable whose shape is wrong, and what it should be", async () => {
    const [finding] = await under({ DB_POOL_MAX: "many" }, checkShape);
    expect(finding).toMatchObject({ topic: "environment", state: "fault" });
    expect(finding?.message).toContain("DB_POOL_MAX");
    expect(states(await under({}, checkShape))).toEqual(["ok"]);
  });

  it("refuses in production what npm run dev makes by itself", async () => {
    const bare = { AUTH_SECRET: undefined, DATABASE_URL: undefined };
    expect(states(await under(bare, checkStart))).toEqual(["ok"]);
    const found = await under({ ...production, ...bare }, checkStart);
    expect(states(found)).toEqual(["fault", "fault"]);
    expect(found.at(1)?.remedy).toBe("openssl rand -base64 48");
    expect(states(await under(production, checkStart))).toEqual(["ok"]);
  });

  it.each(["CRON_SECRET", "METRICS_TOKEN", "AUTH_SECRET"])("refuses a short %s without printing it", async (name) => {
    const found = await under({ ...production, [name]: "hunter2" }, checkStart);
    expect(states(found)).toEqual(["fault"]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  it("tells which callback to register with each provider, and that one which nothing answers is wrong", async () => {
    const google = { ...production, AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "hush" };
    expect(states(await under(production, checkProviders))).toEqual(["note"]);
    const [found] = await under(google, checkProviders);
    expect(found).toMatchObject({ state: "ok", message: "Google is configured; register the callback https://app.example.org/api/auth/callback/google" });
    const [older] = await under({ ...google, GOOGLE_REDIRECT_URI: "https://app.example.org/api/auth/auth/google/callback" }, checkProviders);
    expect(older).toMatchObject({ state: "ok", message: expect.stringContaining("/api/auth/auth/google/callback") });
    expect(states(await under({ ...google, GOOGLE_REDIRECT_URI: "https://app.example.org/api/auth/google" }, checkProviders))).toEqual(["fault"]);
    expect(states(await under({ ...google, GOOGLE_REDIRECT_URI: "https://elsewhere.example/api/auth/callback/google" }, checkStart))).toEqual(["fault"]);
    expect(states(await under({ ...production, AUTH_GOOGLE_ID: "id" }, checkStart))).toEqual(["fault"]);
    expect(states(await under({ ...production, AUTH_OIDC_ISSUER: "http://id.example.org", AUTH_OIDC_ID: "id", AUTH_OIDC_SECRET: "hush" }, checkStart))).toEqual(["fault"]);
  });

  it("tells half a provider from none, and names what is missing", async () => {
    const half = { AUTH_GOOGLE_ID: "id", GOOGLE_CLIENT_ID: undefined };
    expect(await under(half, checkStart)).toMatchObject([{ state: "fault", remedy: "AUTH_GOOGLE_SECRET=…" }]);
    const found = await under(half, checkProviders);
    expect(found).toMatchObject([{ state: "fault", message: expect.stringContaining("by half") as string }]);
    expect(JSON.stringify(found)).not.toContain("Demo Google");
    expect(states(await under({}, checkProviders))).toEqual(["note"]);
  });

  it("looks at Apple's secret, which has an end", async () => {
    const endingIn = (days: number) => new SignJWT({}).setProtectedHeader({ alg: "HS256" }).setExpirationTime(new Date(Date.now() + days * 86_400_000)).sign(new Uint8Array(32));
    const judged = async (secret: string) => (await under({ ...production, AUTH_APPLE_ID: "id", AUTH_APPLE_SECRET: secret }, checkProviders)).at(-1);
    expect(await judged("nope")).toMatchObject({ state: "fault", message: expect.stringContaining("no JWT") as string });
    expect(await judged(await endingIn(-1))).toMatchObject({ state: "fault", message: expect.stringContaining("ended on") as string });
    expect(await judged(await endingIn(10))).toMatchObject({ state: "warning" });
    expect(await judged(await endingIn(100))).toMatchObject({ state: "ok" });
  });

  it("tells which ways in there are, and why there are no passkeys", async () => {
    expect(states(await under(production, checkWaysIn))).toEqual(["ok", "ok"]);
    expect(states(await under({ PASSKEYS: "false", MAGIC_LINK: "false" }, checkWaysIn))).toEqual(["note", "note"]);
    const [passkeys] = await under({ APP_URL: "http://192.168.1.5:3000" }, checkWaysIn);
    expect(passkeys).toMatchObject({ state: "warning", message: expect.stringContaining("http://192.168.1.5:3000") as string });
  });

  it("warns of an address that only this machine has", async () => {
    expect(states(await under({ ...production, APP_URL: "http://localhost:3000" }, checkAddress))).toEqual(["warning"]);
    expect(states(await under(production, checkAddress))).toEqual(["ok"]);
  });

  it.each([
    ["10.0.0.0/8, ::1", "ok"],
    ["10.0.0.0/33", "fault"],
    ["proxy.internal", "fault"],
    ["", "warning"],
  ])("judges TRUSTED_PROXIES=%s", async (value, state) => {
    expect(states(await under({ ...production, TRUSTED_PROXIES: value }, checkProxies))).toEqual([state]);
  });

  it("tells where mail goes", async () => {
    expect(states(await under({}, checkMail))).toEqual(["ok"]);
    expect(states(await under(production, checkMail))).toEqual(["warning"]);
    expect(states(await under({ ...production, RESEND_API_KEY: "re_x" }, checkMail))).toEqual(["fault"]);
    expect(states(await under({ ...production, RESEND_API_KEY: "re_x", EMAIL_FROM: "A <a@example.org>" }, checkMail))).toEqual(["ok"]);
  });

  it("tells which mail server it is, and what its service lacks, but no password", async () => {
    const from = { ...production, EMAIL_FROM: "A <a@example.org>" };
    const [gmail] = await under({ ...from, EMAIL_SERVICE: "gmail", MAIL_USERNAME: "me@example.org", MAIL_PASSWORD: "hunter2" }, checkMail);
    expect(gmail).toMatchObject({ state: "ok", message: expect.stringContaining("Gmail (smtp.gmail.com:587, STARTTLS)") as string });
    const [brevo] = await under({ ...from, EMAIL_SERVICE: "brevo", MAIL_PASSWORD: "hunter2" }, checkMail);
    expect(brevo).toMatchObject({ state: "fault", message: expect.stringContaining("MAIL_USERNAME") as string });
    expect(states(await under({ SMTP_URL: "smtp://u:hunter2@mail.example.org" }, checkMail))).toEqual(["warning"]);
    expect(JSON.stringify([gmail, brevo])).not.toContain("hunter2");
  });

  it("sends a test mail, and says why it was not taken", async () => {
    const server = await startSmtpServer();
    const tried = (variables: Record<string, string | undefined>) => withEnv({ EMAIL_FROM: "A <a@example.org>", ...variables }, () => sendTestMail("grace@example.org"));
    expect(await tried({ SMTP_URL: server.url })).toMatchObject({ topic: "mail", state: "ok" });
    expect(server.mails).toMatchObject([{ to: ["grace@example.org"], source: expect.stringContaining("Subject: A test mail") as string }]);
    const refused = await tried({ SMTP_URL: `smtp://${encodeURIComponent(SMTP_USER)}:hunter2@127.0.0.1:${server.port}` });
    expect(refused).toMatchObject({ state: "fault", message: expect.stringContaining("535") as string });
    expect(JSON.stringify(refused)).not.toContain("hunter2");
    expect(await tried({})).toMatchObject({ state: "note" });
    await server.close();
  });

  it("wants somebody to start the jobs where no process stays", async () => {
    expect(states(await under({ ...production, VERCEL: "1" }, checkOperation))).toEqual(["fault", "note"]);
    expect(states(await under({ ...production, VERCEL: "1", CRON_SECRET: SECRET, METRICS_TOKEN: SECRET }, checkOperation))).toEqual(["ok", "ok"]);
  });

  it.each([["20.18.1", "fault"], ["20.19.0", "ok"], ["24.1.0", "ok"], ["18.20.0", "fault"]])("judges Node %s", (version, state) => {
    expect(states(checkNode(version))).toEqual([state]);
  });
});

describe("what it prints", () => {
  it("keeps its own examples whole", async () => {
    const [sender] = await under({ SMTP_URL: "smtp://u:hunter2@mail.example.org" }, checkMail);
    expect(sender?.remedy).toBe("EMAIL_FROM='Name <you@your.domain>'");
    const [shape] = await under({ SMTP_URL: "http://u:hunter2@mail.example.org" }, checkShape);
    expect(shape?.message).toContain("smtp://user:password@host:587");
    const mixed = about("x").fault(`EMAIL_FROM is grace@example.org at ${production.DATABASE_URL}: write it as 'Name <you@your.domain>'`).message;
    expect(mixed).toBe("EMAIL_FROM is g…@example.org at postgres://u:[redacted]@db.example.org:5432/app: write it as 'Name <you@your.domain>'");
  });

  it("bears no credential", () => {
    expect(placeOf(production.DATABASE_URL)).toBe("db.example.org:5432/app");
    expect(about("x").fault(`cannot reach ${production.DATABASE_URL}`).message).not.toContain("hush");
  });
});
