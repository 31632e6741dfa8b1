import { receiveAuthorization } from "@/lib/auth/authorization-response";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { methods } from "@/lib/http/methods";
import { limits } from "@/lib/rate-limit/limits";

export const access = anyone();

/** Back from a provider, by the path that older systems registered there. */
export const GET = handler({ access, limit: limits.read }, ({ request, params }) => receiveAuthorization(String(params.provider), new URL(request.url).searchParams, request));

export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"], refusesHead: true });
