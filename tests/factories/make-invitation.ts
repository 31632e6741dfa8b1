import { invitePerson } from "@/lib/features/invitations/operations/invite-person";
import { newId } from "@/lib/ids";
import { callAs } from "../setup/call-as";
import { lastMail } from "../setup/mailed";
import { makeOrganization, type TestOrganization } from "./make-organization";
import { makeViewer, type TestViewer } from "./make-viewer";

export interface TestInvitation {
  id: string;
  email: string;
  /** Of the mail that was sent. */
  token: string;
  organization: TestOrganization;
  /** Owns the organization. */
  inviter: TestViewer;
}

export interface InvitationOptions {
  email?: string;
  roles?: string[];
  organization?: TestOrganization;
  inviter?: TestViewer;
}

/** An address that nobody has. */
export const newAddress = (): string => `invited-${newId().replaceAll("-", "").slice(8)}@example.com`;

/** Sent by the operation itself; the token is read from the mail. */
export async function makeInvitation({ email = newAddress(), roles, ...given }: InvitationOptions = {}): Promise<TestInvitation> {
  const organization = given.organization ?? (await makeOrganization());
  const inviter = given.inviter ?? (await makeViewer(["*"], { organization }));
  const { invitation } = await callAs(inviter).output(invitePerson, { params: { organization_id: organization.id }, input: { email, ...(roles ? { roles } : {}) } });
  return { id: invitation.id, email: invitation.email, token: (await lastMail(email)).token, organization, inviter };
}
