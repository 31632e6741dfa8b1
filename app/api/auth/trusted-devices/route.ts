import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listTrustedDevices });
