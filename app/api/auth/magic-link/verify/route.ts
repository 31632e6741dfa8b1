import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: verifyMagicLink });
