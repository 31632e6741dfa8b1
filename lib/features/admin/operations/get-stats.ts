import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { adminStats } from "../stats-schema";
import { countEverything, countSignIns } from "../stats-repo";

export const getStats = defineOperation({
  name: "admin.stats",
  kind: "query",
  http: { method: "GET", path: "/api/admin/stats" },
  summary: "The figures of the administration's front page",
  access: can("dashboard.view"),
  limit: limits.read,
  output: adminStats,
  audit: false,

  async run({ viewer }) {
    const scope = scopeOf(viewer, "dashboard.view");
    const [figures, days] = await Promise.all([countEverything(scope), countSignIns(scope)]);
    return { ...figures, sign_in_days: days };
  },
});
