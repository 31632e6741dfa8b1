import { listPasskeys } from "@/lib/features/passkeys/operations/list-passkeys";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listPasskeys, POST: registerPasskey });
