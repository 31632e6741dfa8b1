/**
 * The Auth.js door. `auth()` answers from the same session that the REST API reads, checked against the database and
 * memoised per request; providers and Auth.js's own pages are configured in config.ts. Nothing here makes a session:
 * lib/session does.
 */
import type { Session } from "next-auth";
import { currentViewer } from "@/lib/http/page";
import { toSession } from "./to-session";

/** The session in server components, route handlers and server actions; null when nobody is signed in. */
export async function auth(): Promise<Session | null> {
  const viewer = await currentViewer();
  return viewer && toSession(viewer);
}
