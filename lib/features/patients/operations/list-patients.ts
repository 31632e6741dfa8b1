import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { defineOperation, writesAudit } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { listActivity } from "../patient-activity";
import { countPatients, listPatients as findPatients, toWirePatient, visibleTo } from "../repo";
import { patient } from "../schema";

export const listPatients = defineOperation({
  name: "patient.list",
  kind: "query",
  http: { method: "GET", path: "/api/patients" },
  summary: "List patients: one's own; with patients.view everybody's",
  access: signedIn(),
  limit: limits.read,
  query: z.object(pageFields),
  output: z.object({ patients: z.array(patient), ...pageOutput }),
  audit: writesAudit("patient.listed"),

  /** What cannot be recorded is not shown: the row is written before the answer leaves. */
  async run({ viewer, query, seal }) {
    const where = visibleTo(viewer);
    const window = windowOf(query);
    const [rows, counted] = await Promise.all([findPatients(where, window), window.counted ?? countPatients(where, countLimit(query.count))]);
    const { shown, nextCursor } = cutPage(rows, window.limit, ({ createdAt: at, id }) => ({ at, id }), { counted });
    if (shown.length > 0) await recordEvent(seal(listActivity(shown)));
    return { patients: shown.map(toWirePatient), ...pageFigures(query, counted, nextCursor) };
  },
});
