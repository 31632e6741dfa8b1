// First, because it prepares what every module of Next looks for when it is loaded.
import { nextRoute } from "./next-route";
import { NextRequest } from "next/server";
import type { ActionState } from "@/lib/http/action";
import { freshAddress, TEST_ORIGIN } from "./test-context";

type Action = (previous: ActionState, form: FormData) => Promise<ActionState>;

export interface Sent {
  /** Beside one of no meaning, which shows that the browser keeps cookies; null: it sends none at all. */
  cookies?: Record<string, string> | null;
  headers?: Record<string, string>;
  ip?: string;
}

interface Posted {
  status: number;
  state: ActionState;
  location: string | null;
  /** Set-Cookie lines by name. */
  cookies: Record<string, string>;
}

/** Runs a server action in a request of Next: its cookies and its redirect are those of the answer. */
export async function postForm(load: () => Promise<Action>, fields: Record<string, string>, { cookies = {}, headers = { origin: TEST_ORIGIN }, ip }: Sent = {}): Promise<Posted> {
  const cookie = cookies === null ? "" : Object.entries({ kept: "1", ...cookies }).map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new NextRequest(`${TEST_ORIGIN}/form`, { method: "POST", headers: { "x-gatehouse-client-address": ip ?? freshAddress(), ...headers, ...(cookie ? { cookie } : {}) } });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await nextRoute("/form", async () => ({ POST: async () => Response.json(await (await load())({}, form)) }), request);
  const text = await answer.text();
  return {
    status: answer.status,
    state: text ? (JSON.parse(text) as ActionState) : {},
    location: answer.headers.get("location"),
    cookies: Object.fromEntries(answer.headers.getSetCookie().map((line) => [line.slice(0, line.indexOf("=")), line])),
  };
}
