import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listTrustedDevices as findTrusted } from "../repo";
import { trustedDevice } from "../schema";

export const listTrustedDevices = defineOperation({
  name: "mfa.list-trusted-devices",
  kind: "query",
  http: { method: "GET", path: "/api/auth/trusted-devices" },
  summary: "On which devices one is not asked for the second factor",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ devices: z.array(trustedDevice), count: z.number().int() }),
  audit: false,

  async run({ ctx, viewer }) {
    const rows = await findTrusted(viewer.userId, ctx.credentials.deviceCookie);
    const devices = rows.map((row) => ({
      id: row.id,
      device_name: row.deviceName,
      ip_address: row.ipAddress,
      trusted_at: row.trustedAt.toISOString(),
      trusted_until: row.trustedUntil.toISOString(),
      last_seen_at: row.lastSeenAt.toISOString(),
      is_current: row.isCurrent,
    }));
    return { devices, count: devices.length };
  },
});
