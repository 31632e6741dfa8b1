import { distrustDevice } from "@/lib/features/mfa/operations/distrust-device";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: distrustDevice });
