import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findOwnPasskey, renamePasskey as rename, toWirePasskey } from "../repo";
import { passkeyParams, renameInput, wirePasskey } from "../schema";

export const renamePasskey = defineOperation({
  name: "passkey.rename",
  kind: "mutation",
  http: { method: "PATCH", path: "/api/auth/passkeys/{id}" },
  summary: "Give one of one's own passkeys another name",
  access: signedIn(),
  limit: limits.ownWrite,
  params: passkeyParams,
  input: renameInput,
  output: z.object({ ...messageFields, passkey: wirePasskey }),
  scope: ({ viewer, params }) => findOwnPasskey(params.id, viewer.userId),
  audit: {
    actions: ["passkey.renamed"],
    describe: ({ output: { passkey }, resource, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "passkey", id: passkey.id },
      changes: { name: { from: resource?.name, to: passkey.name } },
    }),
  },
  async run({ viewer, resource, input: { name }, tx, fail }) {
    if (!(await rename(tx, resource.id, viewer.userId, name))) return fail(NOT_FOUND);
    return { ...say("The passkey has a new name."), passkey: toWirePasskey({ ...resource, name }) };
  },
});
