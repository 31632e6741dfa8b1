import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { stateOf } from "@/lib/features/mailed-link/link-state";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { peekToken } from "@/lib/session/one-time-token";
import { reportedSignIn } from "../schema";
import { signInReport } from "../sign-in-report";

/** Changes nothing, so that a mail scanner may open the page. */
export const showSignInReport = defineOperation({
  name: "auth.show-sign-in-report",
  kind: "query",
  http: { method: "GET", path: "/api/auth/not-me/{token}" },
  summary: "Which sign-in the link of a mail is about; uses nothing up",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  output: reportedSignIn,
  audit: false,

  async run({ params: { token } }) {
    const found = await peekToken("sign_in_report", token);
    const state = await stateOf("sign_in_report", token, found !== null);
    const report = found ? signInReport.parse(found.payload) : null;
    return { ...state, device: report?.device ?? null, place: report?.place ?? null, at: report?.at ?? null };
  },
});
