/** Step-up: proving again who is there, for operations that ask for a recent proof (`stepUp`). */
import { reauthenticationExamples } from "./examples";
import { reauthenticate } from "./operations/reauthenticate";
import { sendProofCode } from "./operations/send-proof-code";
import { showProof } from "./operations/show-proof";

export const reauthenticationFeature = {
  name: "reauthentication",
  operations: [showProof, reauthenticate, sendProofCode],
  examples: reauthenticationExamples,
};
