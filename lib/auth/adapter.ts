/**
 * Auth.js's door to the database. Of @auth/prisma-adapter the reads are used; what writes runs operations of ours, so that its
 * audit row commits with the change. Its sessions, tokens of mails (`updateUser`, `useVerificationToken`) and authenticators are
 * not there, so that it cannot write them: ours take their place.
 */
import { PrismaAdapter } from "@auth/prisma-adapter";
import type { Adapter, AdapterAccount, AdapterUser } from "next-auth/adapters";
import { prisma } from "@/lib/db";
import { registerByProvider } from "@/lib/features/auth/operations/register-by-provider";
import { connectAtDoor } from "@/lib/features/connections/operations/connect-at-door";
import { execute } from "@/lib/operation";
import { findProvider } from "@/lib/providers";
import { callbackContext, noting, proven } from "./callback-context";

const reads = PrismaAdapter(prisma as never);

type Row = AdapterUser & { emailVerifiedAt?: Date | null; deletedAt?: Date | null };

/** No more of a row of `users` than Auth.js asks for. */
function shown(row: AdapterUser | null | undefined): AdapterUser | null {
  if (!row || (row as Row).deletedAt) return null;
  return { id: row.id, email: row.email, emailVerified: (row as Row).emailVerifiedAt ?? null };
}

async function createUser(user: AdapterUser): Promise<AdapterUser> {
  const { ctx, authorization, identity } = proven();
  const { user_id: id, is_new: isNew } = await noting(() => execute(registerByProvider, ctx, { input: { identity, custom_data: authorization.customData } }));
  callbackContext().newcomer = { id, isNew };
  return { ...user, id };
}

async function linkAccount({ userId }: AdapterAccount): Promise<void> {
  const { ctx, identity, tokens, newcomer } = proven();
  if (userId !== newcomer?.id) throw new Error("Auth.js links another account than the one it was given");
  await noting(() => execute(connectAtDoor, ctx, { input: { user_id: userId, is_new: newcomer.isNew, identity, tokens } }));
}

export const adapter: Adapter = {
  getUser: async (id) => shown(await reads.getUser?.(id)),
  /** By our name of the provider, and the issuer's of the person. */
  async getUserByAccount({ provider, providerAccountId }) {
    const name = findProvider(provider)?.name;
    return name ? shown(await noting(async () => reads.getUserByAccount?.({ provider: name, providerAccountId }))) : null;
  },
  // An address proves nothing to Auth.js: what it may mean is judged by the operation that `createUser` runs.
  getUserByEmail: async () => null,
  createUser,
  linkAccount,
};
