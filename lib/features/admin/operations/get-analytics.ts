import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { countGrowth, countPeopleBy } from "../analytics-repo";
import { analytics } from "../analytics-schema";

export const getAnalytics = defineOperation({
  name: "admin.analytics",
  kind: "query",
  http: { method: "GET", path: "/api/admin/analytics" },
  summary: "How many people there are, how they grew in number, what they hold and who signed in last",
  access: can("dashboard.analytics"),
  limit: limits.read,
  output: analytics,
  audit: false,

  async run({ viewer }) {
    const scope = scopeOf(viewer, "dashboard.analytics");
    const [figures, growth] = await Promise.all([countPeopleBy(scope), countGrowth(scope)]);
    return { ...figures, user_growth: growth };
  },
});
