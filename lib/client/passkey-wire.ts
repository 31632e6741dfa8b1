/** What the calls of `PasskeyClient` send and get. Types alone. */
import type { z } from "zod";
import type { assertionField, attestationField, CreationOptions, RequestOptions, WirePasskey } from "@/lib/features/passkeys/schema";
import type { Message } from "./auth-wire";

/** What a browser gave, as JSON. */
export type AttestationInput = z.input<typeof attestationField>;
export type AssertionInput = z.input<typeof assertionField>;

export interface CreationAnswer {
  options: CreationOptions;
}

export interface RequestAnswer {
  options: RequestOptions;
}

export interface PasskeysAnswer {
  passkeys: WirePasskey[];
  count: number;
}

export type PasskeyAnswer = Message & { passkey: WirePasskey };
export type RemovedPasskey = Message & { id: string };

export type { CreationOptions, RequestOptions, WirePasskey };
