import { example } from "@/lib/operation-example";
import { beginRegistration } from "./operations/begin-registration";
import { beginPasskeySignIn } from "./operations/begin-sign-in";
import { registerPasskey } from "./operations/register-passkey";
import { removePasskey } from "./operations/remove-passkey";
import { renamePasskey } from "./operations/rename-passkey";
import { signInWithPasskey } from "./operations/sign-in-with-passkey";

/** A passkey of the caller's. */
export const SAMPLE_PASSKEY = "0198c0de-0000-7000-8000-0000000000a1";

/** What a browser's `toJSON()` gives; a test puts a real one in its place. */
const credential = { id: "dGhlLWNyZWRlbnRpYWw", rawId: "dGhlLWNyZWRlbnRpYWw", type: "public-key" as const };
/** Of a client that keeps no cookies. */
const challenge_token = "Yb4nTq8sJd2wLx6vRk0mHc5zPf9aGe3uKi7oXt1yNEs";
const clientDataJSON = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoi4oCmIn0";

export const passkeysExamples = [
  example(beginRegistration),
  example(registerPasskey, { input: { attestation: { ...credential, response: { clientDataJSON, attestationObject: "o2NmbXRkbm9uZQ", transports: ["internal"] } }, challenge_token, name: "Work laptop" } }),
  example(renamePasskey, { params: { id: SAMPLE_PASSKEY }, input: { name: "Old telephone" } }),
  example(removePasskey, { params: { id: SAMPLE_PASSKEY } }),
  example(beginPasskeySignIn),
  example(signInWithPasskey, { input: { assertion: { ...credential, response: { clientDataJSON, authenticatorData: "SZYN5YgOjGh0NBcPZHZgW4", signature: "MEUCIQDx", userHandle: "MDE5OGMwZGU" } }, challenge_token, remember_me: true } }),
];
