import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { sealStatus } from "@/lib/audit/last-seal";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { sealStatusOutput } from "../verify-schema";

export const getSealStatus = defineOperation({
  name: "audit.seal-status",
  kind: "query",
  http: { method: "GET", path: "/api/audit/seals/latest" },
  summary: "The trail's last seal, and how many events wait for theirs",
  access: can("audit.verify"),
  limit: limits.read,
  query: z.object({}),
  output: sealStatusOutput,
  audit: false,

  async run({ viewer }) {
    // A seal holds every organization's events: how many there are is no tenant's to know.
    if (scopeOf(viewer, "audit.verify").kind !== "platform") return { covers: "own_organization" as const, last_seal: null, unsealed: null };
    const { last, waiting } = await sealStatus();
    return { covers: "everything" as const, last_seal: last && { ...last, sealed_at: last.sealed_at.toISOString() }, unsealed: waiting };
  },
});
