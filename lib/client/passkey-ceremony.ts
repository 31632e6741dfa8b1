/** The device's own question for a passkey. What a page and a client say of its end, and who else may ask, stands here once. */
import type { AssertionInput, AttestationInput, CreationOptions, RequestOptions } from "./passkey-wire";

export interface QuestionOptions {
  /** Takes the question away. */
  signal?: AbortSignal;
}

export interface AssertionOptions extends QuestionOptions {
  /** `conditional`: silently, in a field that says `autocomplete="username webauthn"`, until one is chosen there. */
  mediation?: "conditional";
}

/** Who asks. For old browsers an application brings one of its own: the option `passkeyCeremony`. */
export interface PasskeyCeremony {
  isSupported: () => boolean;
  create: (options: CreationOptions, question: QuestionOptions) => Promise<AttestationInput>;
  get: (options: RequestOptions, question: AssertionOptions) => Promise<AssertionInput>;
}

/** The browser (WebAuthn level 3, section 5.1), by its own reading and writing of JSON. */
export const browserCeremony: PasskeyCeremony = {
  isSupported: () => typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function",
  async create(options, { signal }) {
    const publicKey = globalThis.PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return jsonOf(await globalThis.navigator.credentials.create({ publicKey, signal })) as AttestationInput;
  },
  async get(options, { signal, mediation }) {
    const publicKey = globalThis.PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return jsonOf(await globalThis.navigator.credentials.get({ publicKey, signal, mediation })) as AssertionInput;
  },
};

function jsonOf(credential: Credential | null): unknown {
  if (!credential) throw new DOMException("No passkey was given.", "NotAllowedError");
  return (credential as PublicKeyCredential).toJSON();
}

/** What a person sees of a question that came to nothing; null: another question took its place, or the page was left. */
export function sentenceOfQuestion(error: unknown): string | null {
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return null;
  // Of a registration alone.
  if (name === "InvalidStateError") return "Your account has a passkey there already.";
  if (name === "NotAllowedError") return "No passkey was chosen, or the time was up. Try again.";
  if (name === "SecurityError") return "Passkeys do not work at this address of the site.";
  return "The passkey could not be used. Try again, or use another way.";
}

interface Signals {
  signalUnknownCredential?: (unknown: { rpId: string; credentialId: string }) => Promise<void>;
}

/** Lets the keeper of a passkey that no account has any more stop offering it, where the browser can tell it so. */
export async function forgetPasskey(rpId: string, credentialId: string): Promise<void> {
  const signals = globalThis.PublicKeyCredential as unknown as Signals | undefined;
  await signals?.signalUnknownCredential?.({ rpId, credentialId }).catch(() => undefined);
}
