import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: sendProofCode });
