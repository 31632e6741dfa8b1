import { CSRF, type ErrorSpec, REAUTH_REQUIRED, UNAUTHORIZED, UNAVAILABLE } from "@/lib/errors";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { registerByProvider } from "@/lib/features/auth/operations/register-by-provider";
import { connectAtDoor } from "@/lib/features/connections/operations/connect-at-door";
import { connectProvider } from "@/lib/features/connections/operations/connect-provider";
import * as protocol from "./protocol-errors";

const SPECS: readonly ErrorSpec[] = [
  ...Object.values(protocol),
  ...[enterByProvider, registerByProvider, connectAtDoor, connectProvider].flatMap(({ errors = {} }) => Object.values(errors as Record<string, ErrorSpec>)),
  CSRF, REAUTH_REQUIRED, UNAUTHORIZED, UNAVAILABLE,
];

const SENTENCES = new Map(SPECS.map(({ code, message }) => [code, message]));

/** Auth.js has codes of its own, and anybody may type one. */
const ANY_OTHER = "The sign-in did not work. Begin again.";

/** What a page says of `?error=<code>`. undefined: there is no error. */
export const refusalSentence = (code: string | undefined): string | undefined => (code === undefined ? undefined : (SENTENCES.get(code) ?? ANY_OTHER));
