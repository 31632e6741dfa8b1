import { newId } from "../ids";
import type { Mail } from "./mail";
import type { MailContent } from "./templates/layout";
import { magicLink } from "./templates/magic-link";
import { newDevice } from "./templates/new-device";
import { accountDeleted } from "./templates/account-deleted";
import { accountDeletion } from "./templates/account-deletion";
import { accountRestored } from "./templates/account-restored";
import { invitation } from "./templates/invitation";
import { confirmEmailChange } from "./templates/confirm-email-change";
import { emailChangeAttempt } from "./templates/email-change-attempt";
import { emailChanged } from "./templates/email-changed";
import { passwordChanged } from "./templates/password-changed";
import { passwordReset } from "./templates/password-reset";
import { proofCode } from "./templates/proof-code";
import { recoveryCodeUsed } from "./templates/recovery-code-used";
import { secondFactorChanged } from "./templates/second-factor-changed";
import { secondFactorCode } from "./templates/second-factor-code";
import { sessionReuseDetected } from "./templates/session-reuse-detected";
import { setPassword } from "./templates/set-password";
import { signUpAttempt } from "./templates/sign-up-attempt";
import { verifyEmail } from "./templates/verify-email";
import { connectionAdded, connectionRemoved, passkeyAdded, passkeyRemoved } from "./templates/ways-in";
import { welcome } from "./templates/welcome";

/** Every mail this system can send. One more needs its sample in sample-mails.ts, for /dev/mailbox and the tests. */
export const mailTemplates = {
  "account-deleted": accountDeleted,
  "account-deletion": accountDeletion,
  "account-restored": accountRestored,
  invitation,
  "confirm-email-change": confirmEmailChange,
  "connection-added": connectionAdded,
  "connection-removed": connectionRemoved,
  "email-change-attempt": emailChangeAttempt,
  "email-changed": emailChanged,
  "passkey-added": passkeyAdded,
  "passkey-removed": passkeyRemoved,
  "password-changed": passwordChanged,
  "magic-link": magicLink,
  "new-device": newDevice,
  "password-reset": passwordReset,
  "proof-code": proofCode,
  "recovery-code-used": recoveryCodeUsed,
  "second-factor-changed": secondFactorChanged,
  "second-factor-code": secondFactorCode,
  "session-reuse-detected": sessionReuseDetected,
  "set-password": setPassword,
  "sign-up-attempt": signUpAttempt,
  "verify-email": verifyEmail,
  welcome,
};

export type MailTemplate = keyof typeof mailTemplates;
export type MailProps<T extends MailTemplate> = Parameters<(typeof mailTemplates)[T]>[0];

export interface QueuedMail {
  kind: "email";
  payload: Mail;
  idempotencyKey: string;
}

/**
 * A mail for the outbox: give it to `enqueue(tx, …)` or `outboxRow(…)` inside the transaction of the change it
 * tells about. It is rendered here, so that a deployment between commit and delivery cannot change or break it.
 *
 * @param idempotencyKey - two mails with the same key are one mail, such as `session-reuse-detected:<session id>`
 */
export function queueMail<T extends MailTemplate>(
  template: T,
  to: string,
  props: MailProps<T>,
  idempotencyKey = `${template}:${newId()}`,
): QueuedMail {
  const render = mailTemplates[template] as (props: MailProps<T>) => MailContent;
  return { kind: "email", payload: { to, ...render(props) }, idempotencyKey };
}
