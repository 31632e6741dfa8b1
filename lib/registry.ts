/** The features of this product. Deleting a feature's folder and its line here takes it out. */
import { accountFeature } from "@/lib/features/account/feature";
import { adminFeature } from "@/lib/features/admin/feature";
import { auditFeature } from "@/lib/features/audit/feature";
import { authFeature } from "@/lib/features/auth/feature";
import { compatFeature } from "@/lib/features/compat/feature"; // feature:compat
import { connectionsFeature } from "@/lib/features/connections/feature";
import { healthFeature } from "@/lib/features/health/feature";
import { invitationsFeature } from "@/lib/features/invitations/feature";
import { magicLinkFeature } from "@/lib/features/magic-link/feature";
import { mailboxFeature } from "@/lib/features/mailbox/feature";
import { mfaFeature } from "@/lib/features/mfa/feature";
import { organizationsFeature } from "@/lib/features/organizations/feature";
import { passkeysFeature } from "@/lib/features/passkeys/feature";
import { patientsFeature } from "@/lib/features/patients/feature"; // feature:patients
import { privacyFeature } from "@/lib/features/privacy/feature";
import { rbacFeature } from "@/lib/features/rbac/feature";
import { recoveryFeature } from "@/lib/features/recovery/feature";
import { reauthenticationFeature } from "@/lib/features/reauthentication/feature";
import { sessionsFeature } from "@/lib/features/sessions/feature";
import { verificationFeature } from "@/lib/features/verification/feature";
import type { AnyOperation } from "@/lib/operation";
import type { Example } from "@/lib/operation-example";

interface Feature {
  name: string;
  operations: readonly AnyOperation[];
  /** Of the operations that cannot be called with nothing at all. */
  examples?: readonly Example[];
}

export const features: readonly Feature[] = [
  authFeature,
  accountFeature,
  recoveryFeature,
  reauthenticationFeature,
  mfaFeature,
  passkeysFeature,
  magicLinkFeature,
  connectionsFeature,
  verificationFeature,
  sessionsFeature,
  rbacFeature,
  adminFeature,
  auditFeature,
  organizationsFeature,
  invitationsFeature,
  privacyFeature,
  healthFeature,
  mailboxFeature,
  patientsFeature, // feature:patients
  compatFeature, // feature:compat
];

export const allOperations: readonly AnyOperation[] = features.flatMap((feature) => feature.operations);
