import document from "@/contracts/openapi.json";
import { env } from "@/lib/env";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { respond } from "@/lib/http/respond";
import { methods } from "@/lib/http/methods";

export const access = anyone();

/** What this server can do, as OpenAPI 3.1. */
const serve = handler({ access }, async ({ request, ctx }) =>
  respond(request, ctx.requestId, { status: 200, body: { ...document, servers: [{ url: env.appUrl }] } }),
);

export { serve as GET, serve as HEAD };
export const { POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"] });
