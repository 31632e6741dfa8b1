/** A request on its whole way: the gate, then whatever the gate lets it reach. */
import { NextRequest } from "next/server";
import * as denied from "@/app/denied/api/route";
import { gate } from "@/lib/edge/gate";
import { config } from "@/middleware";
import { http, type HttpAnswer, type HttpRequest } from "../setup/http";
import { TEST_ORIGIN } from "../setup/test-context";

const matcher = new RegExp(`^${config.matcher[0]}$`);

/** Whether the middleware sees this address at all. */
export const isGated = (path: string): boolean => matcher.test(path);

export type GateVerdict = { kind: "next" | "denied"; forwarded: Record<string, string> } | { kind: "answer"; answer: Response };

/** What the gate alone says. */
export async function askGate({ method, path = "/", as, cookies = {}, browser }: HttpRequest): Promise<GateVerdict> {
  const headers = new Headers({
    ...(as ? { authorization: `Bearer ${as.accessToken}` } : {}),
    ...(Object.keys(cookies).length > 0 ? { cookie: Object.entries(cookies).map((pair) => pair.join("=")).join("; ") } : {}),
    ...(browser ? { origin: TEST_ORIGIN, "sec-fetch-site": "same-origin" } : {}),
  });
  const answer = await gate(new NextRequest(new URL(path, TEST_ORIGIN), { method, headers }));
  const forwarded = forwardedBy(answer);
  if (answer.headers.get("x-middleware-next")) return { kind: "next", forwarded };
  const target = answer.headers.get("x-middleware-rewrite");
  if (target) return /\/denied(\/api)?$/.test(new URL(target).pathname) ? { kind: "denied", forwarded } : { kind: "answer", answer };
  return { kind: "answer", answer };
}

/** The request headers that Next hands on, in the form in which the middleware's answer carries them. */
export function forwardedBy(answer: Response): Record<string, string> {
  const names = (answer.headers.get("x-middleware-override-headers") ?? "").split(",").filter((name) => name !== "");
  return Object.fromEntries(names.map((name) => [name, answer.headers.get(`x-middleware-request-${name}`) ?? ""]));
}

/** Through the gate to the route, or to /denied/api, or back at once. */
export async function httpThroughGate(route: object, request: HttpRequest): Promise<Pick<HttpAnswer, "status" | "body">> {
  const verdict = await askGate(request);
  if (verdict.kind === "answer") return { status: verdict.answer.status, body: await verdict.answer.json() };
  return http(verdict.kind === "denied" ? denied : route, { ...request, headers: { ...verdict.forwarded, ...request.headers } });
}
