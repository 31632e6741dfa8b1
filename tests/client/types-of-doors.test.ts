/** As types.test.ts, of the groups that hang on `AuthClient`: the compiler is the test. */
import type { z } from "zod";
import { it } from "vitest";
import type * as account from "@/lib/client/account-wire";
import type * as auth from "@/lib/client/auth-wire";
import type * as mfa from "@/lib/client/mfa-wire";
import type * as passkeys from "@/lib/client/passkey-wire";
import type * as recovery from "@/lib/client/recovery-wire";
import type { listConnections } from "@/lib/features/connections/operations/list-connections";
import type { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import type { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import type { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import type { requestMagicLink } from "@/lib/features/magic-link/operations/request-magic-link";
import type { showMagicLink } from "@/lib/features/magic-link/operations/show-magic-link";
import type { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import type { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import type { distrustDevice } from "@/lib/features/mfa/operations/distrust-device";
import type { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import type { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import type { renewRecoveryCodes } from "@/lib/features/mfa/operations/renew-recovery-codes";
import type { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import type { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import type { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import type { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import type { listPasskeys } from "@/lib/features/passkeys/operations/list-passkeys";
import type { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import type { removePasskey } from "@/lib/features/passkeys/operations/remove-passkey";
import type { renamePasskey } from "@/lib/features/passkeys/operations/rename-passkey";
import type { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import type { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import type { restoreAccount } from "@/lib/features/privacy/operations/restore-account";
import type { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import type { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import type { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import type { showResetLink } from "@/lib/features/recovery/operations/show-reset-link";
import type { showSignInReport } from "@/lib/features/recovery/operations/show-sign-in-report";
import type { changeEmail } from "@/lib/features/verification/operations/change-email";
import type { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import type { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import type { resendVerification } from "@/lib/features/verification/operations/resend-verification";
import type { showConfirmation } from "@/lib/features/verification/operations/show-confirmation";
import type { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import type { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { type Answers, type Flat, hold, type IsSame, type Sends } from "./same-types";

it("MfaClient", () =>
  hold<{
    status: Answers<mfa.MfaState, typeof showMfa>;
    enable: Answers<mfa.MfaSetup, typeof enableSecondFactor>;
    disable: Answers<mfa.MfaChange, typeof disableSecondFactor>;
    renewRecoveryCodes: Answers<mfa.RecoveryCodesAnswer, typeof renewRecoveryCodes>;
    sendCode: Answers<mfa.SentCode, typeof sendSecondFactorCode>;
    listTrustedDevices: Answers<mfa.TrustedDevicesAnswer, typeof listTrustedDevices>;
    removeTrustedDevice: Answers<mfa.DistrustedDevice, typeof distrustDevice>;
  }>());

it("PasskeyClient", () =>
  hold<{
    list: Answers<passkeys.PasskeysAnswer, typeof listPasskeys>;
    beginAdding: Answers<passkeys.CreationAnswer, typeof beginRegistration>;
    add: Answers<passkeys.PasskeyAnswer, typeof registerPasskey>;
    addSends: IsSame<Flat<passkeys.AttestationInput>, Flat<z.input<NonNullable<(typeof registerPasskey)["input"]>>["attestation"]>>;
    rename: Answers<passkeys.PasskeyAnswer, typeof renamePasskey>;
    remove: Answers<passkeys.RemovedPasskey, typeof removePasskey>;
    beginSignIn: Answers<passkeys.RequestAnswer, typeof beginPasskeySignIn>;
    signIn: Answers<auth.SignInAnswer, typeof signInWithPasskey>;
    signInSends: IsSame<Flat<passkeys.AssertionInput>, Flat<z.input<NonNullable<(typeof signInWithPasskey)["input"]>>["assertion"]>>;
  }>());

it("RecoveryClient, VerificationClient and MagicLinkClient", () =>
  hold<{
    requestPasswordReset: Answers<auth.Message, typeof requestPasswordReset>;
    showResetLink: Answers<recovery.LinkState, typeof showResetLink>;
    resetPassword: Answers<recovery.ResetAnswer, typeof resetPassword>;
    resetPasswordSends: Sends<recovery.ResetInput, typeof resetPassword>;
    showSignInReport: Answers<recovery.ReportedSignIn, typeof showSignInReport>;
    reportSignIn: Answers<recovery.EndedAnswer, typeof reportSignIn>;
    showConfirmation: Answers<recovery.ConfirmationAnswer, typeof showConfirmation>;
    confirmEmail: Answers<recovery.ConfirmedAnswer, typeof confirmEmail>;
    confirmEmailSends: Sends<recovery.ConfirmInput, typeof confirmEmail>;
    resendVerification: Answers<auth.Message, typeof resendVerification>;
    showEmailChange: Answers<recovery.PendingChangeAnswer, typeof showEmailChange>;
    changeEmail: Answers<auth.Message, typeof changeEmail>;
    confirmEmailChange: Answers<recovery.ChangedEmailAnswer, typeof confirmEmailChange>;
    confirmEmailChangeSends: Sends<recovery.ConfirmChangeInput, typeof confirmEmailChange>;
    undoEmailChange: Answers<recovery.EndedAnswer, typeof undoEmailChange>;
    requestMagicLink: Answers<recovery.MagicLinkRequested, typeof requestMagicLink>;
    showMagicLink: Answers<recovery.MagicLinkState, typeof showMagicLink>;
    signInByMagicLink: Answers<auth.SignInAnswer, typeof verifyMagicLink>;
  }>());

it("ConnectionClient, InvitationClient and AccountClient", () =>
  hold<{
    listConnections: Answers<account.ConnectionsAnswer, typeof listConnections>;
    removeConnection: Answers<account.RemovedConnection, typeof removeConnection>;
    showInvitation: Answers<account.InvitationAnswer, typeof showInvitation>;
    acceptInvitation: Answers<account.AcceptedAnswer, typeof acceptInvitation>;
    acceptInvitationSends: Sends<account.AcceptInput, typeof acceptInvitation>;
    deleteAccount: Answers<account.DeletionAnswer, typeof deleteAccount>;
    restoreAccount: Answers<auth.Message, typeof restoreAccount>;
  }>());
