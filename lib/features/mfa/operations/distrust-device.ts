import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { distrustDevice as distrust, findTrustedDevice } from "../repo";

export const distrustDevice = defineOperation({
  name: "mfa.distrust-device",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/auth/trusted-devices/{id}" },
  summary: "Have a trusted device asked for the second factor again; its sessions go on",
  access: signedIn(),
  limit: limits.ownWrite,
  params: z.object({ id: z.uuid() }),
  output: z.object({ message: z.string(), id: z.uuid() }),
  /** Somebody else's device is as absent as one that never was. */
  scope: ({ viewer, params }) => findTrustedDevice(params.id, viewer.userId),
  audit: {
    actions: ["mfa.trust_revoked"],
    describe: ({ output, resource, viewer }) => ({ targetUserId: viewer?.userId, resource: { type: "device", id: output.id }, metadata: { device: resource.deviceName } }),
  },

  async run({ viewer, resource: { id }, tx, fail }) {
    if (!(await distrust(tx, id, viewer.userId))) return fail(NOT_FOUND);
    return { message: "This device is asked for your second factor again.", id };
  },
});
