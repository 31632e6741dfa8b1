import { newId } from "@/lib/ids";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers";
import { RequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { type RequestScope, runInRequestScope } from "@/lib/http/request-scope";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";

/** What Next throws to end a page: where to, or which status. */
export type PageEnd = { kind: "rendered" } | { kind: "redirect"; to: string } | { kind: "status"; status: number };

/** Runs a page's function as Next does behind the request guard, with the request's headers where `headers()` and `cookies()` look for them. */
export async function inNextRequest(headers: Record<string, string>, run: () => Promise<unknown>): Promise<PageEnd> {
  const given = new Headers(headers);
  const cookies = RequestCookiesAdapter.seal(new RequestCookies(given));
  const work = { route: "/test", forceStatic: false, dynamicShouldError: false };
  const unit = { type: "request", phase: "render", headers: HeadersAdapter.seal(given), cookies, mutableCookies: cookies, userspaceMutableCookies: cookies };
  const scope: RequestScope = { requestId: newId(), clientAddress: undefined, hasEntered: false, memo: new Map() };
  try {
    // Next's own stores hold much more; headers() and cookies() read only these.
    await runInRequestScope(scope, () => workAsyncStorage.run(work as never, () => workUnitAsyncStorage.run(unit as never, run)));
    return scope.status === undefined ? { kind: "rendered" } : { kind: "status", status: scope.status };
  } catch (error) {
    return endOf(error);
  }
}

function endOf(error: unknown): PageEnd {
  const digest = String((error as { digest?: unknown }).digest ?? "");
  const [kind, , to = ""] = digest.split(";");
  if (kind === "NEXT_REDIRECT") return { kind: "redirect", to };
  if (kind === "NEXT_HTTP_ERROR_FALLBACK") return { kind: "status", status: Number(digest.split(";")[1]) };
  throw error;
}
