import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showProof, POST: reauthenticate });
