import { returnFrom } from "@/lib/auth/provider-return";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { limits } from "@/lib/rate-limit/limits";

export const access = anyone();

/** Back from a provider, by the path that older systems registered there. */
export const GET = handler({ access, limit: limits.read }, ({ request, params }) => returnFrom(String(params.provider), new URL(request.url).searchParams, request));
