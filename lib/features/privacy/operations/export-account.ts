import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { FORBIDDEN } from "@/lib/errors";
import { FileAnswer } from "@/lib/file-answer";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { accountArchive } from "../account-archive";

/** The file begins once the export itself stands in the trail. Whoever is leaving may take their data along. */
export const exportAccount = defineOperation({
  name: "account.export",
  kind: "query",
  http: { method: "GET", path: "/api/auth/account/export" },
  summary: "Download what is kept about oneself, as one JSON file",
  access: signedIn(),
  whileDue: ["kept_account"],
  stepUp: true,
  limit: limits.dataExport,
  output: z.instanceof(FileAnswer),
  produces: ["application/json"],
  errors: { FORBIDDEN },
  audit: writesAudit("user.data_exported"),

  async run({ viewer, seal, fail }) {
    if (viewer.impersonatorId !== null) return fail(FORBIDDEN);
    await recordEvent(seal({ action: "user.data_exported", targetUserId: viewer.userId, resource: { type: "user", id: viewer.userId } }));
    return accountArchive(viewer.userId);
  },
});
