/** What the calls of `PasskeyClient` send and get. Types alone. */
import type { z } from "zod";
import type { assertionField, attestationField, creationAnswer, CreationOptions, requestAnswer, RequestOptions, WirePasskey } from "@/lib/features/passkeys/schema";
import type { Message } from "./auth-wire";

/** What a browser gave, as JSON. */
export type AttestationInput = z.input<typeof attestationField>;
export type AssertionInput = z.input<typeof assertionField>;

export type CreationAnswer = z.output<typeof creationAnswer>;
export type RequestAnswer = z.output<typeof requestAnswer>;

/** A passkey's answer, and which challenge it is to. */
export interface PasskeyProof {
  assertion: AssertionInput;
  challenge_token: string;
}

export interface PasskeysAnswer {
  passkeys: WirePasskey[];
  count: number;
}

export type PasskeyAnswer = Message & { passkey: WirePasskey };
export type RemovedPasskey = Message & { id: string };

export type { CreationOptions, RequestOptions, WirePasskey };
