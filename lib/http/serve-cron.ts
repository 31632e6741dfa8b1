import { env } from "@/lib/env";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { runDueJobs } from "@/lib/outbox/run-due-jobs";
import type { RequestContext } from "@/lib/session/request-context";
import { assertBearerSecret } from "./bearer-secret";
import { respond } from "./respond";

/**
 * Runs what is due, for an outside scheduler (Vercel's cron sends `CRON_SECRET` so). Any number of calls may overlap:
 * rows are claimed with SKIP LOCKED.
 *
 * @throws AppError 401; 503 where no secret is configured or the database is away
 */
export async function serveCron(request: Request, { requestId }: RequestContext): Promise<Response> {
  if (!env.cronSecret) throw new AppError(UNAVAILABLE, { message: "CRON_SECRET is not set, so nobody may start the jobs." });
  assertBearerSecret(request, env.cronSecret);
  const { sent, failed } = await runDueJobs();
  return respond(request, requestId, { status: 200, body: { sent, failed }, headers: { "cache-control": "no-store" } });
}
