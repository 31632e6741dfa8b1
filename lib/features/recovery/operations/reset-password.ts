import { anyone } from "@/lib/access/policy";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { passwordField, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN } from "@/lib/features/mailed-link/errors";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { z } from "zod";
import { finishReset, prepareReset } from "../choose-password";
import type { Presented } from "../claim-reset";
import { resetInput, resetOutput } from "../schema";

const DONE = "Your password was changed, and all sessions were ended. Sign in with the new one.";

/** The schema has seen to it that one of the two is there. */
const presentedOf = ({ token, email = "", code = "" }: z.output<typeof resetInput>): Presented => (token === undefined ? { email, code } : { token });

export const resetPassword = defineOperation({
  name: "auth.reset-password",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/reset-password" },
  summary: "Choose a new password with the link or the code of a mail; all sessions end, and nobody is signed in",
  access: anyone(),
  limit: limits.mailedLink,
  input: resetInput,
  output: resetOutput,
  errors: { INVALID_TOKEN, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.password_change"),
  prepare: ({ ctx, seal, input }) => prepareReset({ ctx, seal }, presentedOf(input), { password: input.new_password, field: "new_password" }),
  run: async ({ tx, ctx, seal, prepared }) => ({ ...say(DONE), sessions_revoked: await finishReset(tx, { ctx, seal }, prepared), redirect_url: prepared.redirectUrl }),
  after: ({ ctx, prepared }) => runAfter("afterPasswordChange", { userId: prepared.owner.id }, ctx),
});

/** The same with the token in the path, as the first reference system has it. */
export const resetPasswordByPath = defineOperation({
  name: "auth.reset-password-by-path",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/reset-password/{token}" },
  summary: "Choose a new password; the token stands in the path, where logs of others may keep it",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  input: z.strictObject({ password: passwordField }),
  output: resetOutput,
  errors: { INVALID_TOKEN, HOOK_REFUSED },
  audit: writesAudit("user.password_change"),
  prepare: ({ ctx, seal, params, input }) => prepareReset({ ctx, seal }, { token: params.token }, { password: input.password, field: "password" }),
  run: async ({ tx, ctx, seal, prepared }) => ({ ...say(DONE), sessions_revoked: await finishReset(tx, { ctx, seal }, prepared), redirect_url: prepared.redirectUrl }),
  after: ({ ctx, prepared }) => runAfter("afterPasswordChange", { userId: prepared.owner.id }, ctx),
});
