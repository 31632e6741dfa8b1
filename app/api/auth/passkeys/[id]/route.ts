import { removePasskey } from "@/lib/features/passkeys/operations/remove-passkey";
import { renamePasskey } from "@/lib/features/passkeys/operations/rename-passkey";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ PATCH: renamePasskey, DELETE: removePasskey });
