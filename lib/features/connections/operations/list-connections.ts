import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listOwnConnections } from "../repo";
import { connectionWire } from "../schema";

export const listConnections = defineOperation({
  name: "connection.list",
  kind: "query",
  http: { method: "GET", path: "/api/auth/connections" },
  summary: "The providers that are connected to one's own account",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ connections: z.array(connectionWire) }),
  audit: false,
  whileDue: "anything",
  async run({ viewer }) {
    const found = await listOwnConnections(viewer.userId);
    return { connections: found.map(({ createdAt, ...connection }) => ({ ...connection, created_at: createdAt.toISOString() })) };
  },
});
