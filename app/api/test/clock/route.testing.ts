import { z } from "zod";
import { setClockOffset } from "@/lib/clock";
import { closeDatabase } from "@/lib/db";
import { testControl } from "@/lib/http/test-control";

/** `{ offset_ms }`: how far Node, SQL and the edge of this instance are from the present. */
export const POST = testControl(z.strictObject({ offset_ms: z.int() }), async ({ offset_ms }) => {
  setClockOffset(offset_ms);
  await closeDatabase();
});
