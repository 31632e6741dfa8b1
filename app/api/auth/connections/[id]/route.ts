import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: removeConnection });
