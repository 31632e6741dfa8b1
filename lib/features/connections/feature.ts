/** The providers that are connected to accounts. Signing in through one is the auth feature's; the protocol is lib/auth's. */
import { connectionsExamples } from "./examples";
import { connectAtDoor } from "./operations/connect-at-door";
import { connectProvider } from "./operations/connect-provider";
import { listConnections } from "./operations/list-connections";
import { removeConnection } from "./operations/remove-connection";

export const connectionsFeature = {
  name: "connections",
  operations: [listConnections, removeConnection, connectProvider, connectAtDoor],
  examples: connectionsExamples,
};
