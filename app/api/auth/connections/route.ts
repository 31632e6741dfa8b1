import { listConnections } from "@/lib/features/connections/operations/list-connections";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listConnections });
