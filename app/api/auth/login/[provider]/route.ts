import { requestAuthorization } from "@/lib/auth/authorization-request";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { limits } from "@/lib/rate-limit/limits";

export const access = anyone();

/** Off to a provider. A link, so that it works without JavaScript and under our policy for forms. */
export const GET = handler({ access, limit: limits.read }, ({ request, ctx, params }) => requestAuthorization(String(params.provider), request, ctx));

export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"], refusesHead: true });
