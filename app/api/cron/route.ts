import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { serveCron } from "@/lib/http/serve-cron";

/** Whoever bears CRON_SECRET. */
export const access = anyone();

/** Seconds that a platform grants the jobs. */
export const maxDuration = 60;

export const GET = handler({ access }, async ({ request, ctx }) => serveCron(request, ctx));
export const POST = handler({ access }, async ({ request, ctx }) => serveCron(request, ctx));
export const { HEAD, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET", "POST"] });
