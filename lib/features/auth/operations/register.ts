import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { env } from "@/lib/env";
import { invalidFields, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { registrationShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { defineOperation, writesAudit } from "@/lib/operation";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { EMAIL_TAKEN, USERNAME_TAKEN } from "../errors";
import { generateUsername } from "../generate-username";
import { findHome } from "../registration";
import { messageFields, registerInput, say, tokenFields } from "../schema";
import { signUp } from "../sign-up";
import { signUpUnconfirmed } from "../sign-up-unconfirmed";

const NAME_MAX = 50;

/** null for nothing; a long name ends before the character that no longer fits, never inside one. */
const cut = (name: string | undefined): string | null => name?.slice(0, NAME_MAX).replace(/[\ud800-\udbff]$/, "") || null;

/** "Grace Hopper" from clients that know one field; the last word is the family name. */
const input = registerInput.extend(registrationShape(userFields));

function namesOf(input: z.output<typeof registerInput>): { first: string | null; last: string | null } {
  if (input.first_name || input.last_name || !input.full_name)
    return { first: input.first_name ?? null, last: input.last_name ?? null };
  const words = input.full_name.split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  return { first: cut(words.join(" ")), last: cut(last) };
}

/** Until the address is confirmed there is no session, and the answer tells nothing of who has the address. */
const CONFIRM_FIRST = "Look into your mail: we have sent you a message that says how to go on.";

export const registerAccount = defineOperation({
  name: "auth.register",
  kind: "statement",
  http: [
    { method: "POST", path: "/api/auth/register" },
    { method: "POST", path: "/api/auth/signup" },
  ],
  summary: "Create an account and sign in to it; with REQUIRE_EMAIL_VERIFICATION a 202 that is the same for every address, and a mail",
  access: anyone(),
  input,
  output: z.object({
    ...messageFields,
    user: wholeUser.optional().meta({ description: "Absent where the address has to be confirmed first" }),
    verification_required: z.literal(true).optional(),
    ...tokenFields,
  }),
  status: 201,
  errors: { EMAIL_TAKEN, USERNAME_TAKEN, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.signup", "session.revoked"),

  /** Counted when the form is right: somebody who mistypes it three times is not kept out for an hour. */
  async prepare({ ctx, input }) {
    const { first: firstName, last: lastName } = namesOf(input);
    const problems = await passwordProblems(input.password, { email: input.email, username: input.username, firstName, lastName });
    if (problems.length > 0) throw invalidFields({ password: problems });
    await countByAddress(ctx, rules.register);
    const { email, password, username = null } = input;
    await runBefore("beforeSignup", { email, username, firstName, lastName, password, fields: splitValues(userFields, input).custom }, ctx);
    return { passwordHash: await hashPassword(password), firstName, lastName };
  },

  async run({ ctx, input, prepared, seal, fail }) {
    const id = newId();
    const person = {
      id,
      email: input.email,
      username: input.username ?? generateUsername(input.email),
      password_hash: prepared.passwordHash,
      first_name: prepared.firstName,
      last_name: prepared.lastName,
      phone_number: input.phone_number ?? null,
      custom_fields: splitValues(userFields, input).custom,
      organization_id: await findHome(),
      role_assignment_id: newId(),
    };
    const refuse = (field: "email" | "username") => {
      const error = field === "email" ? EMAIL_TAKEN : USERNAME_TAKEN;
      return fail(error, { details: { fields: { [field]: [error.message] } } });
    };
    if (!env.requireEmailVerification) {
      const { user, taken } = await signUp({ ctx, seal, person, rememberMe: input.remember_me ?? true });
      return user ? { ...say("User registered successfully."), user } : refuse(taken);
    }
    if (!(await signUpUnconfirmed({ ctx, seal, person }))) return refuse("username");
    ctx.effects.status = 202;
    return { ...say(CONFIRM_FIRST), verification_required: true as const };
  },
});
