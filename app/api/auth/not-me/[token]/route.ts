import { showSignInReport } from "@/lib/features/recovery/operations/show-sign-in-report";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showSignInReport });
