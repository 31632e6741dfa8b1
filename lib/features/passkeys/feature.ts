/** Passkeys (WebAuthn): adding, naming and removing one's own, and signing in with them. Why not by next-auth: docs/decisions/017-passkeys.md. */
import { passkeysExamples } from "./examples";
import { beginRegistration } from "./operations/begin-registration";
import { beginPasskeySignIn } from "./operations/begin-sign-in";
import { listPasskeys } from "./operations/list-passkeys";
import { registerPasskey } from "./operations/register-passkey";
import { removePasskey } from "./operations/remove-passkey";
import { renamePasskey } from "./operations/rename-passkey";
import { signInWithPasskey } from "./operations/sign-in-with-passkey";

export const passkeysFeature = {
  name: "passkeys",
  operations: [beginRegistration, registerPasskey, listPasskeys, renamePasskey, removePasskey, beginPasskeySignIn, signInWithPasskey],
  examples: passkeysExamples,
};
