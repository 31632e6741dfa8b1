/** Whether this instance lives and is ready. */
import { checkHealth } from "./operations/check-health";
import { checkLive } from "./operations/check-live";
import { getHealthDetails } from "./operations/get-health-details";

export const healthFeature = { name: "health", operations: [checkHealth, checkLive, getHealthDetails] };
