import { publicJwks } from "@/lib/edge/token-keys";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";

export const access = anyone();

/** The public keys of our access tokens (RFC 7517); empty while they are signed with a secret. */
export const GET = handler({ access }, async () =>
  Response.json(await publicJwks(), { headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" } }),
);
