import { apiSecurityHeaders } from "@/lib/edge/security-headers";
import { env } from "@/lib/env";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { METRICS_CONTENT_TYPE, renderMetrics } from "@/lib/metrics/render-metrics";
import { assertBearerSecret } from "./bearer-secret";

/** The answer to a scrape. Without `METRICS_TOKEN` there is no such page. @throws AppError 404, 401 */
export async function serveMetrics(request: Request): Promise<Response> {
  if (!env.metricsToken) throw new AppError(NOT_FOUND);
  assertBearerSecret(request, env.metricsToken);
  return new Response(await renderMetrics(), { headers: { ...apiSecurityHeaders(), "content-type": METRICS_CONTENT_TYPE, "cache-control": "no-store" } });
}
