import { greetProtected } from "@/lib/features/auth/operations/greet-protected";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: greetProtected });
