/** The controls of a test build: only for servers that nobody shares, as the `solo` project's. */
import { type APIRequestContext, expect } from "@playwright/test";

/** How far the server's clocks are from the present, in milliseconds. `server`: the address of one of one's own; default the project's. */
export async function setServerClock(request: APIRequestContext, offsetMs: number, server = ""): Promise<void> {
  const answer = await request.post(`${server}/api/test/clock`, { data: { offset_ms: offsetMs } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Arms exactly these failpoints; none: `[]`. */
export async function setServerFailpoints(request: APIRequestContext, names: string[]): Promise<void> {
  const answer = await request.post("/api/test/failpoints", { data: { names } });
  expect(answer.status(), await answer.text()).toBe(200);
}
