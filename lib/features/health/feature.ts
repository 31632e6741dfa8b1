/** Whether this instance lives and is ready. */
import { checkHealth } from "./operations/check-health";
import { checkLive } from "./operations/check-live";

export const healthFeature = { name: "health", operations: [checkHealth, checkLive] };
