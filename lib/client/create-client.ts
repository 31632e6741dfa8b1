import { AdminClient } from "./admin-client";
import { AuditClient } from "./audit-client";
import { AuthClient } from "./auth-client";
import type { InitialState } from "./auth-store";
import type { AuthConfig } from "./client-config";
import { RBACClient } from "./rbac-client";

export interface GatehouseClient {
  auth: AuthClient;
  rbac: RBACClient;
  admin: AdminClient;
  audit: AuditClient;
}

/**
 * Clients for the whole API, of one sign-in. `initial`: what the page was rendered with.
 * @throws ConfigValidationError
 */
export function createClient(config: AuthConfig = {}, initial?: InitialState): GatehouseClient {
  const auth = new AuthClient(config, initial);
  const { session } = auth;
  return { auth, rbac: new RBACClient(session), admin: new AdminClient(session), audit: new AuditClient(session) };
}

/** For those who only sign people in. @throws ConfigValidationError */
export const createAuthClient = (config: AuthConfig = {}, initial?: InitialState): AuthClient => new AuthClient(config, initial);
