/** The two ways an account ends: hidden and anonymised, or gone. The audit trail keeps its rows in both. */
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { fileStorage } from "@/lib/storage/storage";

/** Those that they accepted name the address. Open ones were sent to it by others, and wait for whoever has it. */
const FORGET_INVITATIONS = `
DELETE FROM invitations i USING users u WHERE u.id = $1::uuid AND i.email = lower(u.email) AND i.accepted_at IS NOT NULL`;

/** Nothing of the person stays; the row does, because sessions and memberships name it. Address and username are free again. */
export async function hidePerson(tx: Tx, id: string): Promise<void> {
  await tx.$executeRawUnsafe(FORGET_INVITATIONS, id);
  await tx.oneTimeToken.deleteMany({ where: { userId: id } });
  await tx.account.deleteMany({ where: { userId: id } });
  await tx.passkey.deleteMany({ where: { userId: id } });
  await tx.secondFactor.deleteMany({ where: { userId: id } });
  await tx.recoveryCode.deleteMany({ where: { userId: id } });
  await tx.knownDevice.deleteMany({ where: { userId: id } });
  await tx.roleAssignment.deleteMany({ where: { userId: id } });
  await tx.user.update({
    where: { id },
    data: {
      ...NOBODY,
      email: `deleted_${id}@deactivated.local`,
      username: `deleted_${id}`,
      isActive: false,
      deletedAt: now(),
      deletionDueAt: null,
      updatedAt: now(),
    },
    select: { id: true },
  });
  await fileStorage().deleteAllOf(id, tx);
}

const NOBODY = {
  firstName: "Deleted",
  lastName: "User",
  emailVerifiedAt: null,
  passwordHash: null,
  phoneNumber: null,
  dateOfBirth: null,
  bio: null,
  occupation: null,
  address: null,
  city: null,
  state: null,
  country: null,
  zipCode: null,
  customFields: {},
  avatarId: null,
  mfaEnabled: false,
  mfaDueAt: null,
  bannedAt: null,
  banExpiresAt: null,
  banReason: null,
};

/** Sessions, tokens, roles and memberships go with the row. */
export async function erasePerson(tx: Tx, id: string): Promise<void> {
  await tx.$executeRawUnsafe(FORGET_INVITATIONS, id);
  await tx.user.delete({ where: { id }, select: { id: true } });
  await fileStorage().deleteAllOf(id, tx);
}
