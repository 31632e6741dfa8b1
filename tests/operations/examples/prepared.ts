/** What some examples need beside their request: how their caller is let in, an environment, something that happened before. */
import sharp from "sharp";
import { prisma } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { SAMPLE } from "@/lib/operation-example";
import { enqueue } from "@/lib/outbox/outbox";
import { runDueJobs } from "@/lib/outbox/run-due-jobs";
import * as uploadRoute from "@/app/api/auth/upload-profile-picture/route";
import { makeViewer } from "@/tests/factories/make-viewer";
import { http, type HttpRequest } from "@/tests/setup/http";
import { preparedPasskeys } from "./prepared-passkeys";
import { preparedMfa } from "./prepared-mfa";
import { sql } from "@/tests/setup/sql";
import type { SampleWorld } from "./sample-world";

const SECRET = "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma";

interface Prepared {
  env?: Record<string, string>;
  /** Laid over the request that the document shows. */
  request?: (world: SampleWorld) => HttpRequest | Promise<HttpRequest>;
}

const bearsSecret = (name: string): Prepared => ({ env: { [name]: SECRET }, request: () => ({ headers: { authorization: `Bearer ${SECRET}` } }) });

/** By operation or handler. */
export const prepared: Record<string, Prepared> = {
  // Open to anyone; shown as somebody signed in sees it.
  "auth.check": { request: ({ caller }) => ({ as: caller }) },
  "auth.session": { request: ({ caller }) => ({ as: caller }) },
  "auth.renew-and-return": { request: ({ caller }) => ({ cookies: { refresh_token: caller.refreshToken }, browser: true }) },
  // Of an account with a password nothing is mailed.
  "auth.send-proof-code": { request: async () => ({ as: await makeViewer([], { password: null }) }) },
  ...preparedPasskeys,
  "auth.request-authorization": { env: { AUTH_GITHUB_ID: "client-id", AUTH_GITHUB_SECRET: SECRET } },
  "auth.return-from-provider": { env: { AUTH_GOOGLE_ID: "client-id", AUTH_GOOGLE_SECRET: SECRET } },
  ...preparedMfa,
  "account.restore": { request: ({ caller }) => leaving(caller.user.id) },
  "account.serve-avatar": { request: async (world) => at(await uploadedBy(world)) },
  "mailbox.list": {
    request: async () => {
      await enqueue(prisma, queueMail("welcome", SAMPLE.email, { username: "ada" }));
      await runDueJobs();
      return { ip: "127.0.0.1" };
    },
  },
  "system.metrics": bearsSecret("METRICS_TOKEN"),
  "system.run-due-jobs": bearsSecret("CRON_SECRET"),
};

/** Somebody who asked for the end of their account, and has come back in. */
async function leaving(userId: string): Promise<HttpRequest> {
  await sql("UPDATE users SET deletion_due_at = app_now() + interval '30 days' WHERE id = $1", [userId]);
  return {};
}

export async function pictureFile(): Promise<File> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: "teal" } }).png().toBuffer();
  return new File([new Uint8Array(bytes)], "avatar.png", { type: "image/png" });
}

/** The address of a picture that the caller has just put on their account. */
async function uploadedBy({ caller }: SampleWorld): Promise<string> {
  const body = new FormData();
  body.set("profile_picture", await pictureFile());
  return String((await http(uploadRoute, { as: caller, body })).body.url);
}

const at = (path: string): HttpRequest => ({ path, params: { id: path.split("/").at(-1) ?? "" } });
