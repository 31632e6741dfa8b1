import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { serveCron } from "@/lib/http/serve-cron";
import { addPeriodicJobs } from "@/lib/outbox/run-due-jobs";
import { periodicJobs } from "@/lib/periodic-jobs";

/** Whoever bears CRON_SECRET. */
export const access = anyone();

addPeriodicJobs(periodicJobs);

/** Seconds that a platform grants the jobs. */
export const maxDuration = 60;

export const GET = handler({ access }, async ({ request, ctx }) => serveCron(request, ctx));
export const POST = handler({ access }, async ({ request, ctx }) => serveCron(request, ctx));
export const { HEAD, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET", "POST"], refusesHead: true });
