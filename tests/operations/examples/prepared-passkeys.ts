/** A client with an authenticator and without cookies, for the examples of passkeys: what it answers is never the same twice. */
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { registerPasskeyOf } from "@/tests/factories/register-passkey";
import { callAs } from "@/tests/setup/call-as";
import { VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";
import type { SampleWorld } from "./sample-world";

export const preparedPasskeys = {
  "passkey.register": {
    request: async ({ caller }: SampleWorld) => {
      const { options, challenge_token } = await callAs(caller).output(beginRegistration, { input: {} });
      return { body: { attestation: new VirtualAuthenticator().create(options), challenge_token, name: "Work laptop" } };
    },
  },
  "passkey.sign-in": {
    request: async ({ caller }: SampleWorld) => {
      const authenticator = new VirtualAuthenticator();
      await registerPasskeyOf(caller, authenticator);
      const { options, challenge_token } = await callAs(null).output(beginPasskeySignIn, { input: {} });
      return { body: { assertion: authenticator.get(options), challenge_token, remember_me: true } };
    },
  },
};
