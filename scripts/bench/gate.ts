import { NextResponse, type NextRequest } from "next/server";
import { gate as realGate } from "../../lib/edge/gate";
import { findPolicy } from "../../lib/edge/policy";
import type { PolicyEntry } from "../../lib/edge/policy-entry";

const BARE_PAGE: PolicyEntry = { kind: "page", pattern: "/dev/bench", access: { kind: "signed-in" } };

const find = (pathname: string) => (pathname === BARE_PAGE.pattern ? BARE_PAGE : findPolicy(pathname));

/**
 * In bench builds next.config.js puts this in the gate's place: a request that asks for it gets a middleware that does
 * nothing, and the bench's own page is one for people who are signed in.
 */
export const gate = async (request: NextRequest): Promise<Response> =>
  request.headers.get("x-bench-gate") === "none" ? NextResponse.next() : realGate(request, find);
