import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: beginPasskeySignIn });
