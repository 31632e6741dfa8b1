import { serveAvatar } from "@/lib/features/account/operations/serve-avatar";
import { signedIn } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { limits } from "@/lib/rate-limit/limits";

export const access = signedIn();

const serve = handler({ access, limit: limits.read }, serveAvatar);

export { serve as GET, serve as HEAD };
export const { POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"] });
