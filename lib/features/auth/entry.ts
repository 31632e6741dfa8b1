import type { PersonAtDoor } from "./repo";

/** Somebody whom a door has recognised, on their way into a session. */
export interface Entry {
  person: PersonAtDoor;
  /** How they proved it, by the names of RFC 8176; `mfa` among them: by more than one factor. */
  amr: string[];
  /** Which door, as audit rows name it: `local`, `magic_link`, `passkey`, or the provider's name. */
  provider: string;
  rememberMe: boolean;
  /** This device shall not be asked for the second factor again for a while. */
  trustDevice?: boolean;
  /** What was typed, for the audit row of a refusal. */
  identifier?: string;
  /** Counters that were taken for the try and are given back with its success. */
  giveBack?: string[];
  /** Of the password's door: what was compared, to be compared again where the session begins. */
  password?: { plain: string; hash: string; renewedHash: string | null };
  /** A fault of ours kept the session from beginning: what was taken for the try goes back, and the fault goes on. */
  onFault?: (cause: unknown) => Promise<never>;
}
