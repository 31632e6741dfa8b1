/** Reprotech's own address for a refresh (reference contract T3). Its others under `/api/auth` are ours too. */
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { reprotech as dialect } from "../dialects";
import { translate } from "../translate";

export const reprotechRefresh = translate(refreshToken, {
  name: "reprotech-refresh",
  http: { method: "POST", path: "/api/auth/refresh" },
  summary: "Reprotech: exchange a refresh token for a new pair, both of which the client has to keep",
  dialect,
  output: refreshToken.output,
  answer: (body) => body,
});
