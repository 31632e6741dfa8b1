import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: beginRegistration });
