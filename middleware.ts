import { gate } from "@/lib/edge/gate";
import type { NextRequest } from "next/server";

export const middleware = (request: NextRequest) => gate(request);

// Every page and every API group but the hot public and self-service ones, which are left out by prefix on segment
// borders. No `has`, no `missing`, no exclusion by suffix: each of those has let a published bypass through.
export const config = {
  matcher: [
    "/((?!(?:api/auth|api/rbac/me|api/health|api/openapi\\.json|api/dev|auth|health|metrics|\\.well-known|_next/static|_next/image|icons|fonts|favicon\\.ico)(?:/|$)).*)",
  ],
};
