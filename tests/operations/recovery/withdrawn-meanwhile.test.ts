/** A link that was good when it was claimed, and is withdrawn before it is used: a new mail was asked for, say. */
import { expect, it } from "vitest";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import type { AnyOperation } from "@/lib/operation";
import type { Purpose } from "@/lib/session/one-time-token";
import { mailToken } from "../../factories/mail-token";
import { makeUser } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { whileHeld } from "../../setup/while-held";

it.each<[string, AnyOperation, Purpose, Record<string, unknown>]>([
  ["user.email_verification", confirmEmail, "email_verification", {}],
  ["user.email_change_undone", undoEmailChange, "email_change_undo", {}],
  ["user.password_change", resetPassword, "password_reset", { new_password: "nine lanterns over the harbour" }],
])("is refused with one row of the trail, which names its account: %s", async (action, operation, purpose, more) => {
  const user = await makeUser({ verified: purpose !== "email_verification" });
  const { token } = await mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 3600 });
  const held = { first: ["SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE", [user.id]], then: [["DELETE FROM one_time_tokens WHERE user_id = $1", [user.id]]] } satisfies Parameters<typeof whileHeld>[0];
  const rows = await auditRowsOf(async () => {
    const { error } = await whileHeld(held, () => callAs(null).run(operation, { input: { token, ...more } }));
    expect(error).toMatchObject({ status: 400, code: "INVALID_TOKEN", details: { reason: "used" } });
  });
  expect(rows).toMatchObject([{ action, success: false, error_code: "INVALID_TOKEN", actor_id: null, target_user_id: user.id, metadata: { reason: "used" } }]);
});
