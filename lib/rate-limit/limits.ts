/**
 * The rules, by name: how many in how long, and where each is counted. Below them: which rules an operation is under.
 * Nothing else decides how often something may be done.
 */
import { env } from "@/lib/env";

const MINUTE = 60;
const MONTH = 30 * 24 * 60 * MINUTE;

export interface Budget {
  points: number;
  windowSeconds: number;
}

export interface Rule {
  /** Begins the counter's key. */
  name: string;
  /**
   * `process`: in a window of this process, because a shared counter would cost more than what it protects. `shared`:
   * by all instances together, in Redis where one is configured, else in PostgreSQL. `database`: always in PostgreSQL,
   * where a right password gives its place back within the change that it earned.
   */
  store: "process" | "shared" | "database";
  /** Read late, because the environment may configure it. */
  budget: () => Budget;
  /** What its refusal says, where other ways are open meanwhile. */
  sentence?: string;
}

/** Tries of a password that are looked at, per account: a promise (docs/security.md), so no variable changes it. */
const GUESSES: Budget = { points: 10, windowSeconds: 15 * MINUTE };

/** Enough for a mail that is slow to come, too few to flood a mailbox. */
const OWN_MAILS: Budget = { points: 5, windowSeconds: 15 * MINUTE };

/** A household or an office signs up together. */
const VERIFY_MAILS: Budget = { points: 10, windowSeconds: 60 * MINUTE };
const VERIFY_MAILS_OF_ONE: Budget = { points: 3, windowSeconds: 60 * MINUTE };

/** A busy office opens its sign-in page together. */
const PASSKEY_OPTIONS: Budget = { points: 240, windowSeconds: MINUTE };

/** Somebody follows a few in a minute, and an office does so behind one address. What comes to nothing leaves a row that stays. */
const ONE_TIME_TOKENS: Budget = { points: 30, windowSeconds: MINUTE };
const PROVIDER_FAULTS: Budget = { points: 30, windowSeconds: MINUTE };

const SIGN_IN_MAILS: Budget = { points: 20, windowSeconds: 15 * MINUTE };
const SIGN_IN_MAILS_OF_ONE: Budget = { points: 5, windowSeconds: 15 * MINUTE };

/** Somebody mistypes a few times, or the clock of their telephone is off. */
const SECOND_FACTOR_GUESSES: Budget = { points: 10, windowSeconds: 60 * MINUTE };

/** Of fifty bits: so many that a stranger who knows the password has work to use them up, too few to find one of ten. */
const RECOVERY_CODES: Budget = { points: 100, windowSeconds: 60 * MINUTE };

/** Six digits alone open an account here. */
const CODE_GUESSES: Budget = { points: 10, windowSeconds: 60 * MINUTE };

/**
 * NIST SP 800-63B section 5.2.2: guessing has an end, not only a speed. Of a year of wrong codes at this rate, each one in a million,
 * one in a thousand finds a right one.
 */
const MAILED_CODES: Budget = { points: 80, windowSeconds: MONTH };

/** The same of a second factor's codes, of which three or four of a million are right at a time. */
const SECOND_FACTOR_CODES: Budget = { points: 25, windowSeconds: MONTH };

const DATA_EXPORTS: Budget = { points: 3, windowSeconds: 60 * MINUTE };

/** Mail to an address whose owner did not ask for it. */
const INVITATIONS_TO_ONE: Budget = { points: 3, windowSeconds: 60 * MINUTE };

export const rules = {
  /** Everything that somebody does from one address, beside what has an address rule of its own below. */
  general: { name: "general", store: "process", budget: () => env.rateLimitGeneral },
  /** Everything that one account reads, from any number of addresses. */
  user: { name: "user", store: "process", budget: () => env.rateLimitUser },
  /** Asking for one's session and ending it. Every page of every client asks, also for nobody: it fills no other counter. */
  session: { name: "session", store: "process", budget: () => env.rateLimitSession },
  /** A browser refreshes every quarter of an hour; a busy office shares one address. */
  refresh: { name: "refresh", store: "process", budget: () => env.rateLimitRefresh },
  /** All tries to sign in from one address, right or wrong. */
  login: { name: "login", store: "shared", budget: () => env.rateLimitLogin },
  /** Failures from one address. */
  loginFailed: {
    name: "login-failed",
    store: "database",
    budget: () => ({ points: env.loginMaxAttempts, windowSeconds: env.loginAttemptWindowMinutes * MINUTE }),
  },
  /** Failures of one account, from any number of addresses. */
  loginAccount: { name: "login-account", store: "database", budget: () => GUESSES },
  /** Second steps from one address. */
  secondFactor: { name: "second-factor", store: "shared", budget: () => env.rateLimitLogin },
  /**
   * Wrong codes of six digits of one account's second factor, from any number of addresses and sign-ins; a right one gives its place
   * back. A device that the account is known on and its sessions have as many of their own.
   */
  secondFactorAccount: { name: "second-factor-account", store: "database", budget: () => SECOND_FACTOR_GUESSES },
  /** Recovery codes of one account, in the same way. */
  recoveryCode: { name: "recovery-code", store: "database", budget: () => RECOVERY_CODES },
  /** Wrong codes of six digits of one account in a month; a recovery code is too long to be guessed, and is not counted. */
  secondFactorMonth: {
    name: "second-factor-month",
    store: "database",
    budget: () => SECOND_FACTOR_CODES,
    sentence: "Too many codes of this account were wrong in the last weeks. A recovery code still works, and so does a passkey.",
  },
  /** Codes of a second factor that are mailed to one account. */
  secondFactorMail: { name: "second-factor-mail", store: "shared", budget: () => OWN_MAILS },
  /** Wrong codes of mails to one address in a month, whatever they are for and whoever tries them. */
  mailedCodeMonth: {
    name: "mailed-code-month",
    store: "database",
    budget: () => MAILED_CODES,
    sentence: "Too many codes for this address were wrong in the last weeks. The link in the mail still works, and so does every other way to sign in.",
  },
  /** Tries of the current password by somebody signed in. */
  passwordCheck: { name: "password-check", store: "database", budget: () => GUESSES },
  /** New accounts from one address, counted once the form is right. */
  register: { name: "register", store: "shared", budget: () => env.rateLimitRegister },
  /** Mails with a link to choose a new password, from one address. */
  reset: { name: "reset", store: "shared", budget: () => env.rateLimitReset },
  /** The same for one account, whoever asks; of addresses that nobody has too. */
  resetAccount: { name: "reset-account", store: "shared", budget: () => env.rateLimitReset },
  /** Tries of a code of such a mail, per account and per address; a right one gives its place back. */
  resetCode: { name: "reset-code", store: "database", budget: () => GUESSES },
  /** Mails that have an address confirmed, asked for from one address. */
  verifyMail: { name: "verify-mail", store: "shared", budget: () => VERIFY_MAILS },
  /** The same to one address, whoever asks; to those that nobody has too. */
  verifyMailAccount: { name: "verify-mail-account", store: "shared", budget: () => VERIFY_MAILS_OF_ONE },
  /** The same to one person, by address and username together; beyond it nothing is sent, and nobody is told. */
  verifyMailbox: { name: "verify-mailbox", store: "shared", budget: () => VERIFY_MAILS_OF_ONE },
  /** Tries of such a mail's code, per account and from any number of addresses; a right one gives its place back. */
  verifyCode: { name: "verify-code", store: "database", budget: () => GUESSES },
  /** Challenges for passkeys, from one address. A sign-in page asks for one each time it is opened. */
  passkeyOptions: { name: "passkey-options", store: "process", budget: () => PASSKEY_OPTIONS },
  /** Links of mails that are followed, and codes that apps exchange, from one address. */
  oneTimeToken: { name: "one-time-token", store: "process", budget: () => ONE_TIME_TOKENS },
  /** Sign-ins by a provider that come to nothing on the way there or back, from one address. A provider that is away closes no mailed link. */
  providerFault: { name: "provider-fault", store: "process", budget: () => PROVIDER_FAULTS },
  /** Mails with a link to sign in with, asked for from one address. */
  magicLink: { name: "magic-link", store: "shared", budget: () => SIGN_IN_MAILS },
  /** The same to one address, whoever asks; to those that nobody has too. */
  magicLinkAccount: { name: "magic-link-account", store: "shared", budget: () => SIGN_IN_MAILS_OF_ONE },
  /** Tries of such a mail's code, per account and from any number of addresses; a right one gives its place back. */
  magicCode: { name: "magic-code", store: "database", budget: () => CODE_GUESSES },
  /** Invitations that somebody sends, first ones and those sent again. */
  invite: { name: "invite", store: "shared", budget: () => env.rateLimitInvite },
  /** The same from one organization to one address. */
  inviteRecipient: { name: "invite-recipient", store: "shared", budget: () => INVITATIONS_TO_ONE },
  /** Archives of one's own data, each a look at every table. */
  dataExport: { name: "data-export", store: "shared", budget: () => DATA_EXPORTS },
  /** Changes to one's own account. */
  ownWrite: { name: "own-write", store: "shared", budget: () => env.rateLimitOwnWrite },
  /** Mails that somebody signed in sends to themselves. */
  ownMail: { name: "own-mail", store: "shared", budget: () => OWN_MAILS },
  /** Changes to others. */
  adminWrite: { name: "admin-write", store: "shared", budget: () => env.rateLimitAdminWrite },
} as const satisfies Record<string, Rule>;

/** The rules that an operation is under, on its way through `execute()`. */
export interface Limit {
  name: string;
  /** Counted before anybody is asked who they are. */
  address?: Rule;
  /** Counted once the viewer is known and the input is right. */
  account?: Rule;
}

export const limits = {
  read: { name: "read", address: rules.general, account: rules.user },
  ownWrite: { name: "own-write", address: rules.general, account: rules.ownWrite },
  ownMail: { name: "own-mail", address: rules.general, account: rules.ownMail },
  adminWrite: { name: "admin-write", address: rules.general, account: rules.adminWrite },
  dataExport: { name: "data-export", address: rules.general, account: rules.dataExport },
  invite: { name: "invite", address: rules.general, account: rules.invite },
  secondFactor: { name: "second-factor", address: rules.secondFactor },
  session: { name: "session", address: rules.session },
  refresh: { name: "refresh", address: rules.refresh },
  /** Of what is done with a link of a mail by somebody who is not signed in. */
  mailedLink: { name: "mailed-link", address: rules.oneTimeToken },
  passkeyOptions: { name: "passkey-options", address: rules.passkeyOptions },
  /** 256 bits that work for a minute and bear one try: there is nothing to guess, only work and rows to bound. */
  authorizationCode: { name: "authorization-code", address: rules.oneTimeToken },
} as const satisfies Record<string, Limit>;
