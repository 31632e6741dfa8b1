import { showMagicLink } from "@/lib/features/magic-link/operations/show-magic-link";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showMagicLink });
