import document from "@/contracts/openapi.json";
import { env } from "@/lib/env";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { answerHeaders } from "@/lib/http/respond";
import { methods } from "@/lib/http/methods";

export const access = anyone();

let text: string | undefined;

/** What this server can do, as OpenAPI 3.1; half a megabyte that is written out once. */
const serve = handler({ access }, async ({ request, ctx }) => {
  text ??= JSON.stringify({ ...document, servers: [{ url: env.appUrl }] });
  return new Response(text, { headers: { ...answerHeaders(request, ctx.requestId), "content-type": "application/json" } });
});

export { serve as GET, serve as HEAD };
export const { POST, PUT, PATCH, DELETE, OPTIONS } = methods({}, { beside: ["GET"] });
