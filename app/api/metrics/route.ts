import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { serveMetrics } from "@/lib/http/serve-metrics";

/** Whoever bears METRICS_TOKEN. */
export const access = anyone();

const serve = handler({ access }, async ({ request }) => serveMetrics(request));

export { serve as GET, serve as HEAD };
export const { POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"] });
