/** The session of ours in the shape that Auth.js clients know, with what a product needs beside it. */
import type { Session } from "next-auth";
import { avatarUrl, fullName } from "@/lib/features/account/user-wire";
import { env } from "@/lib/env";
import { now } from "@/lib/clock";
import type { Viewer } from "@/lib/session/viewer";

declare module "next-auth" {
  interface Session {
    sessionId: string;
    user: {
      id: string;
      name: string;
      email: string;
      image: string | null;
      username: string;
      /** Names of roles; labels, never to be tested: ask for permissions. */
      roles: string[];
      permissions: string[];
      tenant_id: string | null;
    };
  }
}

/** `expires`: until when this answer may be believed without asking again. */
export function toSession(viewer: Viewer): Session {
  return {
    sessionId: viewer.sessionId,
    expires: new Date(now().getTime() + env.accessTokenTtlSeconds * 1000).toISOString(),
    user: {
      id: viewer.userId,
      name: fullName(viewer) ?? viewer.username,
      email: viewer.email,
      image: viewer.avatarId && avatarUrl(viewer.avatarId),
      username: viewer.username,
      roles: viewer.roles.map((role) => role.name),
      permissions: viewer.permissions,
      tenant_id: viewer.organizationId,
    },
  };
}
