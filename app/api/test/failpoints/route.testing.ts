import { z } from "zod";
import { armFailpoints } from "@/lib/failpoint";
import { testControl } from "@/lib/http/test-control";

/** `{ names }`: exactly these are armed from now on. */
export const POST = testControl(z.strictObject({ names: z.array(z.string()) }), ({ names }) => armFailpoints(names));
