/** Where the name of an action makes no good sentence of itself. */
const WORDS: Record<string, string> = {
  "user.login": "Signed in",
  "user.login_failed": "Sign-in failed",
  "user.logout": "Signed out",
  "user.signup": "Signed up",
  "user.profile_update": "Profile changed",
  "user.password_change": "Password changed",
  "user.reauthenticated": "Identity confirmed",
  "user.proof_code_sent": "Confirmation code mailed",
  "user.password_reset_request": "Password reset requested",
  "user.sign_in_reported": "Sign-in reported",
  "user.email_verification": "Address confirmed",
  "user.email_verification_sent": "Mail to confirm the address sent",
  "user.email_change_requested": "Another address asked for",
  "user.email_changed": "Address changed",
  "user.email_change_undone": "Change of address taken back",
  "user.magic_link_request": "Sign-in link requested",
  "user.oauth_login": "Signed in by a provider",
  "user.authorization_code_issued": "Sign-in handed to an app",
  "user.mfa_enabled": "Second factor turned on",
  "user.mfa_disabled": "Second factor turned off",
  "user.mfa_verified": "Second factor given",
  "user.mfa_failed": "Second factor refused",
  "mfa.challenged": "Second factor asked for",
  "mfa.code_sent": "Sign-in code mailed",
  "mfa.setup_begun": "Setup of a second factor begun",
  "mfa.recovery_code_used": "Recovery code used",
  "mfa.recovery_codes_regenerated": "New recovery codes made",
  "mfa.trust_revoked": "Trust in a device ended",
  "mfa.reset": "Second factor removed by an administrator",
  "passkey.clone_suspected": "Passkey refused: a copy of it is in use",
  "connection.added": "Provider connected",
  "connection.removed": "Provider disconnected",
  "user.banned": "Account banned",
  "user.unbanned": "Ban lifted",
  "user.unlocked": "Account unlocked",
  "user.restored": "Account restored",
  "user.admin_updated": "Account changed by an administrator",
  "user.password_change_required": "New password asked for by an administrator",
  "user.imported": "Accounts imported",
  "user.exported": "Accounts exported",
  "user.admin_created": "Account created by an administrator",
  "user.soft_deleted": "Account deleted",
  "user.hard_deleted": "Account erased",
  "user.deletion_requested": "Deletion of the account asked for",
  "user.deletion_cancelled": "Deletion of the account taken back",
  "user.data_exported": "Data downloaded",
  "patient.listed": "Patients listed", // feature:patients
  "session.revoked": "Session ended",
  "session.revoked_all": "All other sessions ended",
  "session.admin_revoke_all": "Sessions ended by an administrator",
  "token.refresh": "Session renewed",
  "token.reuse_detected": "Stolen session token detected",
};

/** An event in words: "rbac.role_created" → "Role created", also for any action that a product adds. */
export function actionLabel(action: string): string {
  const known = WORDS[action];
  if (known) return known;
  const [resource = "", ...rest] = action.split(".");
  const verb = rest.join(" ").replaceAll("_", " ").trim();
  const words = !verb ? resource : verb.includes(" ") || resource === "user" ? verb : `${resource.replaceAll("_", " ")} ${verb}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
