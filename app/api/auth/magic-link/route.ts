import { requestMagicLink } from "@/lib/features/magic-link/operations/request-magic-link";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: requestMagicLink });
