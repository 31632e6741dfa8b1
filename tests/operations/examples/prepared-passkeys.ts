/** A browser with an authenticator, for the examples of passkeys: what it answers is never the same twice. */
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { BROWSER, registerPasskeyOf } from "@/tests/factories/register-passkey";
import { callAs } from "@/tests/setup/call-as";
import type { HttpRequest } from "@/tests/setup/http";
import { VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";
import type { SampleWorld } from "./sample-world";

const from = (input: Record<string, unknown>): HttpRequest => ({ body: input, cookies: { device_id: BROWSER } });

export const preparedPasskeys = {
  "passkey.register": {
    request: async ({ caller }: SampleWorld) => {
      const { options } = await callAs(caller, { deviceCookie: BROWSER }).output(beginRegistration, { input: {} });
      return from({ attestation: new VirtualAuthenticator().create(options), name: "Work laptop" });
    },
  },
  "passkey.sign-in": {
    request: async ({ caller }: SampleWorld) => {
      const authenticator = new VirtualAuthenticator();
      await registerPasskeyOf(caller, authenticator);
      const { options } = await callAs(null, { deviceCookie: BROWSER }).output(beginPasskeySignIn, { input: {} });
      return from({ assertion: authenticator.get(options), remember_me: true });
    },
  },
};
