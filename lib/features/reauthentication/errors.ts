import { defineError } from "@/lib/errors";

export const PROOF_REFUSED = defineError("PROOF_REFUSED", 422, "That did not prove that it is you. Try again.");
export const PROOF_NOT_OFFERED = defineError("PROOF_NOT_OFFERED", 409, "Your account has a password or another method: confirm with that instead.");
