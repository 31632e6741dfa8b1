import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listPasskeysOf, toWirePasskey } from "../repo";
import { wirePasskey } from "../schema";

export const listPasskeys = defineOperation({
  name: "passkey.list",
  kind: "query",
  http: { method: "GET", path: "/api/auth/passkeys" },
  summary: "List the passkeys of one's account",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ passkeys: z.array(wirePasskey), count: z.number().int() }),
  audit: false,
  async run({ viewer }) {
    const rows = await listPasskeysOf(viewer.userId);
    return { passkeys: rows.map(toWirePasskey), count: rows.length };
  },
});
