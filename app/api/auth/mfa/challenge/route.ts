import { showChallenge } from "@/lib/features/mfa/operations/show-challenge";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showChallenge });
