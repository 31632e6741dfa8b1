/**
 * The hooks of `gatehouse.config.ts`: their names, and what each is told. Every one that is named here fires; those of
 * capabilities that do not exist yet are in no list (docs/extending.md). Running them: run-hooks.ts.
 */

/** The request that a hook runs in. */
export interface HookContext {
  requestId: string;
  ipAddress: string | null;
  userAgent: string | null;
}

/** A person as the API shows them, with the product's own fields by their names. */
export interface HookUser {
  id: string;
  email: string;
  username: string;
  first_name: string | null;
  last_name: string | null;
  roles: string[];
  [field: string]: unknown;
}

interface SessionEvent {
  userId: string;
  sessionId: string;
}

interface RoleEvent {
  userId: string;
  roleId: string;
  /** null: on the whole platform. */
  organizationId: string | null;
  /** Who gives it; null: the command line. */
  actorId: string | null;
}

/** Before anything is written. A refusal (`refuse`) ends the request; whatever else is thrown is a bug of the hook's, and a 500. */
export interface BeforeEvents {
  /**
   * `fields`: the product's own. The password is there to be judged, never to be kept; null: they come by a provider, and
   * `customData` is what the address bore that led there.
   */
  beforeSignup: {
    email: string;
    username: string | null;
    firstName: string | null;
    lastName: string | null;
    password: string | null;
    fields: Record<string, unknown>;
    customData?: Record<string, string>;
  };
  /** Before the password is looked at, so it tells nothing of whether the account exists. */
  beforeLogin: { identifier: string };
  beforeLogout: SessionEvent;
  beforeTokenRefresh: SessionEvent;
  /** The password is there to be judged, never to be kept. */
  beforePasswordChange: { userId: string; newPassword: string };
  /** The first factor is proved; the code of the second is not looked at yet. */
  beforeMfaVerify: { userId: string };
  /** What was sent, by name on the wire. `actorId`: who changes it. */
  beforeUserUpdate: { userId: string; actorId: string; changes: Record<string, unknown> };
  /**
   * `organizationId` undefined: the request leaves the place to us, which is decided under locks. Where the role comes with a new
   * account, that account has its id, and is not there yet.
   */
  beforeRoleAssign: Omit<RoleEvent, "organizationId"> & { organizationId: string | null | undefined };
}

/** After the commit. The answer does not wait, and what is thrown is logged. */
export interface AfterEvents {
  /** `customData`: as before it. */
  afterSignup: { user: HookUser; customData?: Record<string, string> };
  /** `provider`: the door, as audit rows name it: `local`, `google`, `passkey` … */
  afterLogin: { user: HookUser; sessionId: string; provider: string };
  afterLogout: SessionEvent;
  afterTokenRefresh: SessionEvent;
  afterPasswordChange: { userId: string };
  /** `method`: `totp`, `email` or `recovery_code`. */
  afterMfaVerify: { userId: string; method: string };
  afterUserUpdate: { user: HookUser; actorId: string };
  afterRoleAssign: RoleEvent;
}

/** Deliver something in our stead, from the outbox: again after a failure, so under the same `idempotencyKey`. */
export interface DeliveryEvents {
  sendWelcomeEmail: { user: { id: string; email: string; username: string }; idempotencyKey: string };
  /** `url` bears the token; `code` is for where a link is no use. Both work once, within 48 hours. */
  sendVerificationEmail: { user: { id: string; email: string; username: string }; token: string; code: string; url: string; idempotencyKey: string };
  /**
   * The same for a password to be reset, within an hour. `redirectUrl`: where the request wants to go on to; `url` knows it.
   * `reason`: somebody asked for it, for an account with a password or with `none_yet`; a change of address was taken back
   * (`undone`), which voided the password; or the owner reported a sign-in (`not_me`).
   */
  sendPasswordResetEmail: { user: { id: string; email: string; username: string }; token: string; code: string; url: string; redirectUrl: string | null; reason: "asked" | "none_yet" | "undone" | "not_me"; idempotencyKey: string };
}

export interface TokenEvent {
  userId: string;
  sessionId: string;
  organizationId: string | null;
  roles: string[];
}

type Several<F> = F | readonly F[];

/** By name, the functions that are told these events. */
export type HooksFor<Events> = { [Name in keyof Events]?: Several<(event: Events[Name], context: HookContext) => unknown> };

/** One function per hook, or several that run in their order. */
export type Hooks = HooksFor<BeforeEvents> & HooksFor<AfterEvents> & {
  [Name in keyof DeliveryEvents]?: (event: DeliveryEvents[Name]) => unknown;
} & {
  /** Adds claims to access tokens: under other names than ours, a kilobyte at most, within a second. null adds none. */
  customAccessToken?: Several<(event: TokenEvent) => Promise<Record<string, unknown> | null> | Record<string, unknown> | null>;
};

const DELIVERIES = { sendWelcomeEmail: true, sendVerificationEmail: true, sendPasswordResetEmail: true } as const satisfies Record<keyof DeliveryEvents, true>;

/** Of those that deliver. */
export const DELIVERY_NAMES = Object.keys(DELIVERIES) as (keyof DeliveryEvents)[];

/** One that is declared and not here, or here and not declared, does not compile. */
const NAMES = {
  beforeSignup: true, afterSignup: true,
  beforeLogin: true, afterLogin: true,
  beforeLogout: true, afterLogout: true,
  beforeTokenRefresh: true, afterTokenRefresh: true,
  beforePasswordChange: true, afterPasswordChange: true,
  beforeMfaVerify: true, afterMfaVerify: true,
  beforeUserUpdate: true, afterUserUpdate: true,
  beforeRoleAssign: true, afterRoleAssign: true,
  ...DELIVERIES,
  customAccessToken: true,
} as const satisfies Record<keyof Hooks, true>;

/** Every name, for a start that refuses unknown ones. */
export const HOOK_NAMES = Object.keys(NAMES) as (keyof Hooks)[];
