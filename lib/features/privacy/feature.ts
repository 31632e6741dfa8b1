/** One's own data: taken along, and deleted. */
import { privacyExamples } from "./examples";
import { deleteAccount } from "./operations/delete-account";
import { exportAccount } from "./operations/export-account";
import { restoreAccount } from "./operations/restore-account";

export const privacyFeature = {
  name: "privacy",
  operations: [exportAccount, deleteAccount, restoreAccount],
  examples: privacyExamples,
};
