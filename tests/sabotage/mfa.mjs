/** Second factors. Their form: sabotages.mjs. */
export const mfaSabotages = [
  {
    id: "totp-step-taken-twice",
    title: "the code of an app is good for as long as its step is, however often",
    file: "lib/features/mfa/spend.ts",
    find: "AND (f.last_step IS NULL OR f.last_step < p.step) RETURNING 1),",
    replace: "RETURNING 1),",
    killedBy: ["tests/operations/mfa/verify-second-factor.test.ts::sent by eight sign-ins at once"],
  },
  {
    id: "recovery-code-checked-then-marked",
    title: "a recovery code that was judged is marked, whether or not it was used meanwhile",
    file: "lib/features/mfa/spend.ts",
    find: "AND c.user_id = ${userId}::uuid AND c.used_at IS NULL RETURNING 1),",
    replace: "AND c.user_id = ${userId}::uuid RETURNING 1),",
    killedBy: ["tests/operations/mfa/verify-second-factor.test.ts::sent by eight sign-ins at once"],
  },
  {
    id: "second-factor-budget-by-sign-in",
    title: "wrong codes are counted by sign-in alone, so new sign-ins give new tries",
    file: "lib/features/mfa/finish-sign-in.ts",
    find: "await reserve(ctx, [counterOf(rules.secondFactorAccount, token.userId)], false);",
    replace: "await reserve(ctx, [counterOf(rules.secondFactorAccount, token.id)], false);",
    killedBy: ["tests/operations/mfa/guessing-codes.test.ts::an account bears ten"],
  },
  {
    id: "trust-outlives-the-password",
    title: "a device stays trusted after its owner has changed the password",
    file: "lib/session/known-device.ts",
    find: " AND (${user}.password_changed_at IS NULL OR ${device}.trusted_at > ${user}.password_changed_at)",
    replace: " AND (${user}.id IS NOT NULL OR ${device}.trusted_at IS NULL)",
    killedBy: ["tests/operations/mfa/trusted-devices.test.ts::loses the trust with the password"],
  },
  {
    id: "mail-behind-mail",
    title: "whoever came in by a mail is asked for another one as the second factor",
    file: "lib/features/mfa/methods.ts",
    find: 'kinds.includes(method) && !(method === "email" && amr.includes("email"))',
    replace: "kinds.includes(method) && amr.length >= 0",
    killedBy: ["tests/operations/mfa/verify-second-factor.test.ts::is not offered to whoever has not chosen it"],
  },
];
