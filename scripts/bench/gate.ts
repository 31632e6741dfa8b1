import { NextResponse, type NextRequest } from "next/server";
import { gate as realGate } from "../../lib/edge/gate";

/** In bench builds next.config.js puts this in the gate's place: a request that asks for it gets a middleware that does nothing. */
export const gate = async (request: NextRequest): Promise<Response> =>
  request.headers.get("x-bench-gate") === "none" ? NextResponse.next() : realGate(request);
