import { defineError } from "@/lib/errors";

export const RECORD_NUMBER_TAKEN = defineError("RECORD_NUMBER_TAKEN", 409, "There is already a patient with this record number in the organization. Choose another.");
export const NO_ACTIVE_ORGANIZATION = defineError("NO_ACTIVE_ORGANIZATION", 409, "A patient belongs to an organization, and none of yours is active. Switch to one first.");
