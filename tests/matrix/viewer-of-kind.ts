import { makeOrganization } from "../factories/make-organization";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { sql } from "../setup/sql";
import type { Sender } from "./matrix-request";

/** Whoever holds nothing at all bears no credential. */
export type MatrixViewer = TestViewer | null;

/**
 * Somebody new of this kind. Those who must be taken for nobody (banned, expired) hold everything, so that only their
 * state can be what refuses them.
 * @param needed the permissions that are just enough
 */
export async function viewerOfKind(kind: Sender, needed: readonly string[]): Promise<MatrixViewer> {
  switch (kind) {
    case "anonymous":
      return null;
    case "user":
    case "manager":
    case "auditor":
    case "admin":
      return makeViewer([], { roles: [kind], password: null });
    case "unverified":
      return makeViewer([], { roles: ["user"], verified: false, password: null });
    case "banned":
      return changed("UPDATE users SET banned_at = app_now() WHERE id = $1", ({ user }) => user.id);
    case "expired":
      return changed("UPDATE sessions SET expires_at = app_now() - interval '1 second' WHERE id = $1", ({ sessionId }) => sessionId);
    case "otherTenant":
      return makeViewer(needed, { organization: await makeOrganization(), password: null });
    case "owner":
      return makeViewer([], { password: null });
    case "holder":
      return makeViewer(needed, { password: null });
  }
}

async function changed(statement: string, idOf: (viewer: TestViewer) => string): Promise<TestViewer> {
  const viewer = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
  await sql(statement, [idOf(viewer)]);
  return viewer;
}
