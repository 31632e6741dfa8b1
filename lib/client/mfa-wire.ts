/** What the calls of `MfaClient` send and get. Types alone. */
import type { z } from "zod";
import type { enableOutput, FactorKind, MfaState, SecondFactorMethod, TrustedDevice } from "@/lib/features/mfa/schema";

export type MfaSetup = z.output<typeof enableOutput>;

export interface MfaChange {
  message: string;
}

export interface RecoveryCodesAnswer {
  message: string;
  /** Ten, shown this once. */
  recovery_codes: string[];
}

export interface SentCode {
  message: string;
  /** Seconds. */
  expires_in: number;
}

export interface TrustedDevicesAnswer {
  devices: TrustedDevice[];
  count: number;
}

export interface DistrustedDevice {
  message: string;
  id: string;
}

export type { FactorKind, MfaState, SecondFactorMethod, TrustedDevice };
