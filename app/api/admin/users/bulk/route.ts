import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: changeManyUsers });
