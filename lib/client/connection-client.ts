import type { ConnectionsAnswer, RemovedConnection } from "./account-wire";
import { ApiGroup } from "./api-group";
import { at, type CallOptions } from "./send-request";

/** The providers that one signs in by. Connecting one is a way through its pages: docs/sign-in-methods.md. */
export class ConnectionClient extends ApiGroup {
  list = (options?: CallOptions) => this.call<ConnectionsAnswer>("GET", "/connections", options);

  /** @throws AuthClientError `LAST_WAY_IN` where nothing else signs its owner in … */
  remove = (connectionId: string, options?: CallOptions) => this.call<RemovedConnection>("DELETE", at`/connections/${connectionId}`, options);
}
