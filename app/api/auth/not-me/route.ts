import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: reportSignIn });
