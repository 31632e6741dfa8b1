import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showMfa });
