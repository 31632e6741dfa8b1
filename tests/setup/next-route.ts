// Before anything of Next: it finds AsyncLocalStorage where this puts it.
import "next/dist/server/node-environment-baseline.js";
import { IncrementalCache } from "next/dist/server/lib/incremental-cache/index.js";
import { AppRouteRouteModule } from "next/dist/server/route-modules/app-route/module.js";
import type { NextRequest } from "next/server";

/**
 * Runs a route file in Next's own route runner, for handlers that ask `next/headers` or a NextRequest. What cookies()
 * sets reaches the answer as on a server; only the socket is missing.
 */
export async function nextRoute(
  path: string,
  load: () => Promise<object>,
  request: NextRequest,
  params: Record<string, string | string[]> = {},
): Promise<Response> {
  const definition = { kind: "APP_ROUTE", page: `${path}/route`, pathname: path, filename: "route", bundlePath: `app${path}/route` };
  const userland = await load();
  const route = new AppRouteRouteModule({
    userland: (() => userland) as never,
    definition: definition as never,
    distDir: ".next",
    relativeProjectDir: "",
    resolvedPagePath: "route",
    nextConfigOutput: undefined,
  });
  const preview = { previewModeId: "", previewModeSigningKey: "", previewModeEncryptionKey: "" };
  // What revalidatePath() marks as stale; nothing is kept.
  const incrementalCache = new IncrementalCache({
    dev: true,
    minimalMode: false,
    flushToDisk: false,
    maxMemoryCacheSize: 0,
    requestHeaders: {},
    previewProps: preview,
    prerenderManifest: { preview } as never,
  });
  const renderOpts = { experimental: {}, supportsDynamicResponse: true, incrementalCache, onClose: () => undefined };
  const context = { params, prerenderManifest: { preview }, renderOpts, sharedContext: { buildId: "test", deploymentId: "" } };
  return route.handle(request, context as never);
}
