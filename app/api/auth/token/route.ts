import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: exchangeAuthorizationCode });
