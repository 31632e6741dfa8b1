/** Pages that show nothing of their own, or nothing to whoever has no use for them: where they lead the viewers of the access matrix. */
export const LEADS_ON = new Map([
  ["/account/export", "/api/auth/account/export"],
  // Nobody's account waits for its deletion.
  ["/restore", "/account"],
  // Nobody stands between a first and a second factor.
  ["/mfa", "/login?notice=second_step"],
]);
