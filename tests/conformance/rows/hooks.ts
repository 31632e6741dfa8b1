import type { Section } from "../row";

const SPELT = "spelt in camelCase, registered in gatehouse.config.ts; a refusal has a sentence and a status";
const AFTER = "told after the commit; what it throws is logged";

export const hooks = {
  title: "Hooks",
  rows: [
    { id: "4.2-before_signup", status: "different", asks: "Told what was sent, may refuse with 400 and a sentence", reason: SPELT },
    { id: "4.2-after_signup", status: "different", asks: "Told who signed up", reason: AFTER },
    { id: "4.2-before_login", status: "different", asks: "Told who wants in, may refuse", reason: `${SPELT}; it never sees the password` },
    { id: "4.2-after_login", status: "different", asks: "Told who signed in", reason: AFTER },
    { id: "4.2-before_logout", status: "different", asks: "Told whose session is to end, may refuse", reason: SPELT },
    { id: "4.2-after_logout", status: "different", asks: "Told whose session ended", reason: AFTER },
    { id: "4.2-custom_access_token", status: "different", asks: "Adds claims to access tokens; what fails adds none", reason: "it adds names of its own, and none of ours nor of the registries'" },
    { id: "4.2-before_token_refresh", status: "different", asks: "Told whose token is renewed, may refuse", reason: SPELT },
    { id: "4.2-after_token_refresh", status: "different", asks: "Told whose token was renewed", reason: AFTER },
    { id: "4.2-before_password_change", status: "different", asks: "Told the new password, may refuse", reason: SPELT },
    { id: "4.2-after_password_change", status: "different", asks: "Told whose password changed", reason: AFTER },
    { id: "4.2-before_mfa_verify", status: "tested", asks: "Told who verifies, may refuse" },
    { id: "4.2-after_mfa_verify", status: "tested", asks: "Told who has verified" },
    { id: "4.2-on_oauth_login", status: "different", asks: "Told who came from which provider", reason: "`afterLogin`, which every door calls, names the provider" },
    { id: "4.2-before_role_assign", status: "different", asks: "Told who gets which role, and may refuse", reason: SPELT },
    { id: "4.2-after_role_assign", status: "different", asks: "Told who got which role", reason: AFTER },
    { id: "4.2-send_verification_email", status: "tested", asks: "Delivers the verification mail" },
    { id: "4.2-send_password_reset_email", status: "tested", asks: "Delivers the reset mail" },
    { id: "4.2-send_welcome_email", status: "different", asks: "Delivers the welcome mail", reason: "called from the outbox: after the commit, and again after a failure" },
    { id: "4.2-before_user_update", status: "different", asks: "Told what is to change, may refuse", reason: SPELT },
    { id: "4.2-after_user_update", status: "different", asks: "Told what a person is now", reason: AFTER },
    { id: "4.2-unknown", status: "tested", asks: "A name that is no hook stops the start" },
    { id: "4.2-order", status: "tested", asks: "Several per hook run in their order" },
  ],
} as const satisfies Section;
