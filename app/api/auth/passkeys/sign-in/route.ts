import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: signInWithPasskey });
