import { z } from "zod";
import { can, type Scope, scopeOf } from "@/lib/access/policy";
import { verifyOrganization } from "@/lib/audit/verify-organization";
import { type TrailCheck, type TrailRange, verifyTrail as verifyAll } from "@/lib/audit/verify-trail";
import { invalidFields } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { toFilter } from "../log-filter";
import { inOrder } from "../schema";
import { verifyFields, verifyOutput } from "../verify-schema";

/** @throws AppError 422 for a place in the other kind of trail */
function check(scope: Scope, range: TrailRange): Promise<TrailCheck> {
  const isPlaceOfOrganization = range.from?.includes(".");
  if (range.from !== undefined && isPlaceOfOrganization !== (scope.kind === "organization")) throw invalidFields({ from: ["This place is not in the trail that you may verify. Begin without it."] });
  return scope.kind === "platform" ? verifyAll(range) : verifyOrganization(scope.organizationId, range);
}

export const verifyTrail = defineOperation({
  name: "audit.verify",
  kind: "query",
  http: { method: "GET", path: "/api/audit/verify" },
  summary: "Check events and seals against their signatures, and name the first that does not fit",
  access: can("audit.verify"),
  limit: limits.adminWrite,
  query: z.object(verifyFields).refine(...inOrder),
  output: verifyOutput,
  audit: false,

  async run({ viewer, query: { limit, from: place, ...period } }) {
    const { from: start, to: end } = toFilter(period);
    const scope = scopeOf(viewer, "audit.verify");
    const { ok, events, seals, erased, dropped, first_fault, next, last_seal } = await check(scope, { from: place, start, end, limit });
    return {
      ok,
      complete: ok && next === null,
      next,
      covers: scope.kind === "platform" ? ("everything" as const) : ("own_organization" as const),
      checked: { events, seals, erased },
      dropped,
      first_bad: first_fault,
      last_seal,
    };
  },
});
