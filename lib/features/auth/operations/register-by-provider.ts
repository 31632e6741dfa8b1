import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { recordEvent, recordIn } from "@/lib/audit/record-event";
import { inTransaction, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError, type ErrorSpec, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { findWireUser, wholeUser } from "@/lib/features/account/user-wire";
import { createPerson, findRole } from "@/lib/features/admin/create-person";
import { ADDRESS_UNAVAILABLE, LINK_REQUIRED, PROVIDER_EMAIL_MISSING } from "@/lib/features/connections/errors";
import { type ProviderIdentity, providerIdentity } from "@/lib/features/connections/identity-schema";
import { isAddressInUse } from "@/lib/features/verification/address-in-use";
import { verificationMail } from "@/lib/features/verification/verification-mail";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { newId } from "@/lib/ids";
import { defineOperation, type Seal, writesAudit } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { issueToken } from "@/lib/session/one-time-token";
import { claimAddress } from "../claim-address";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED } from "../errors";
import { generateUsername } from "../generate-username";
import { findHome } from "../registration";
import { findAddressOwner } from "../repo";
import { emailField } from "../schema";
import { welcome } from "../welcome";

interface Newcomer {
  identity: ProviderIdentity;
  email: string;
  /** Has the address here; null: nobody. */
  owner: { id: string; organizationId: string | null; isVerified: boolean } | null;
}

async function refuse({ provider, email }: ProviderIdentity, targetUserId: string | null, error: ErrorSpec, seal: Seal): Promise<never> {
  await recordEvent(seal({ action: "user.login_failed", success: false, errorCode: error.code, actorId: null, targetUserId, identifier: email, metadata: { provider } }));
  throw new AppError(error);
}

/**
 * Whom Auth.js knows by no connection (`createUser`): whoever has the address, where both sides have proved it, or a new person.
 * Its only door is a provider's callback (lib/auth/adapter.ts).
 */
export const registerByProvider = defineOperation({
  name: "auth.register-by-provider",
  kind: "statement",
  http: [],
  summary: "Recognise by their address, or register, somebody who comes from a provider for the first time",
  access: anyone(),
  input: z.strictObject({ identity: providerIdentity, custom_data: z.record(z.string(), z.string()) }),
  output: z.object({ user_id: z.uuid(), is_new: z.boolean() }),
  errors: { LINK_REQUIRED, PROVIDER_EMAIL_MISSING, ADDRESS_UNAVAILABLE, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.signup", "user.email_verification", "user.login_failed"),

  async prepare({ ctx, input: { identity, custom_data: customData }, seal }): Promise<Newcomer> {
    if (identity.email === null) return refuse(identity, null, PROVIDER_EMAIL_MISSING, seal);
    const { data: email } = emailField.safeParse(identity.email);
    if (email === undefined) return refuse(identity, null, ADDRESS_UNAVAILABLE, seal);
    const owner = await findAddressOwner(email);
    if (owner) {
      // With the gate shut nobody may learn in this way who has an account: a new one could not sign in now either.
      if (!identity.isEmailVerified) return refuse(identity, owner.id, env.requireEmailVerification ? EMAIL_NOT_VERIFIED : LINK_REQUIRED, seal);
      // Of a banned account, too, nobody hears but its owner.
      if (!owner.isUsable) return refuse(identity, owner.id, ACCOUNT_DISABLED, seal);
      return { identity, email, owner };
    }
    if (await isAddressInUse(email, newId())) return refuse(identity, null, ADDRESS_UNAVAILABLE, seal);
    await countByAddress(ctx, rules.register);
    const { firstName, lastName } = identity;
    await runBefore("beforeSignup", { email, username: null, firstName, lastName, password: null, fields: {}, customData }, ctx);
    return { identity, email, owner };
  },

  async run({ ctx, input, prepared: newcomer, seal }) {
    const { owner } = newcomer;
    if (owner?.isVerified) return { user_id: owner.id, is_new: false };
    if (owner) {
      await inTransaction((tx) => claimFor(tx, newcomer, owner, seal));
      return { user_id: owner.id, is_new: false };
    }
    const id = newId();
    const isMade = await inTransaction((tx) => signUp(tx, id, newcomer, seal));
    if (!isMade) return refuse(newcomer.identity, null, ADDRESS_UNAVAILABLE, seal);
    runAfter("afterSignup", { user: wholeUser.parse(await findWireUser(id, { organizationId: null })), customData: input.custom_data }, ctx);
    return { user_id: id, is_new: true };
  },
});

/** The provider vouches that they are the owner of an address that nobody had proved here (claim-address.ts). */
async function claimFor(tx: Tx, { identity }: Newcomer, { id, organizationId }: NonNullable<Newcomer["owner"]>, seal: Seal): Promise<void> {
  const { isFirstProof, removed, sessionsEnded } = await claimAddress(tx, id);
  if (!isFirstProof) return;
  const metadata = { method: "provider", provider: identity.provider, removed, sessions_revoked: sessionsEnded };
  await recordIn(tx, seal({ action: "user.email_verification", actorId: id, targetUserId: id, organizationId, metadata }));
}

/** @returns false where the address was taken since somebody looked, or belongs to a deleted account */
async function signUp(tx: Tx, id: string, { identity, email }: Newcomer, seal: Seal): Promise<boolean> {
  const { provider, firstName, lastName, isEmailVerified: isVerified } = identity;
  const username = generateUsername(email);
  const organizationId = await findHome();
  const role = await findRole(tx, { id: null, name: DEFAULT_ROLE });
  if (!role) throw new Error(`there is no role ${DEFAULT_ROLE}: run npm run db:migrate`);
  const person = { id, email, username, passwordHash: null, firstName, lastName, phoneNumber: null, isVerified, customFields: {}, organizationId, grantedById: null, provider };
  if (!(await createPerson(tx, { ...person, role: { id: role.id, organizationId } }))) return false;
  await recordIn(tx, seal({ action: "user.signup", actorId: id, targetUserId: id, organizationId, metadata: { provider } }));
  await enqueue(tx, welcome({ id, email, username }));
  if (isVerified) return true;
  const { token, message } = verificationMail({ id, email, username });
  await issueToken(tx, token);
  await enqueue(tx, message);
  return true;
}
