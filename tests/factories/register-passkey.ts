import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { callAs, type Caller } from "../setup/call-as";
import type { VirtualAuthenticator } from "../setup/virtual-authenticator";

/** The cookie of a browser, as `callAs(…, { deviceCookie })` sends it. */
export const BROWSER = "a-browser-of-the-tests";

/** Adds an authenticator's passkey to the caller's account, by both operations. */
export async function registerPasskeyOf(caller: Caller, authenticator: VirtualAuthenticator, name?: string): Promise<{ id: string }> {
  const as = callAs(caller, { deviceCookie: BROWSER });
  const { options } = await as.output(beginRegistration, { input: {} });
  const { passkey } = await as.output(registerPasskey, { input: { attestation: authenticator.create(options), ...(name ? { name } : {}) } });
  return passkey;
}
