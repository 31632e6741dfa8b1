import type { Scope } from "@/lib/access/policy";
import { findAdministered, type Subject } from "@/lib/features/organizations/find-administered";
import { findInvitation } from "./repo";

/** An invitation to be acted upon. */
export interface Addressed {
  id: string;
  email: string;
  organization: Subject;
}

/** One of an organization that is within the scope. */
export async function findAddressed(path: { organization_id: string; invitation_id: string }, scope: Scope): Promise<Addressed | null> {
  const organization = await findAdministered(path.organization_id, scope);
  const found = organization && (await findInvitation(organization.id, path.invitation_id));
  return organization && found ? { id: found.id, email: found.email, organization } : null;
}
