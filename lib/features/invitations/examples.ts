import { example, SAMPLE } from "@/lib/operation-example";
import { acceptInvitation } from "./operations/accept-invitation";
import { cancelInvitation } from "./operations/cancel-invitation";
import { invitePerson } from "./operations/invite-person";
import { listInvitations } from "./operations/list-invitations";
import { resendInvitation } from "./operations/resend-invitation";
import { showInvitation } from "./operations/show-invitation";

/** Made real by tests/operations/examples/sample-world.ts. */
export const SAMPLE_INVITATION = "0198c0de-0000-7000-8000-00000000000b";
export const SAMPLE_INVITATION_TOKEN = "mY8cRr2Wq5nTz0vB3hKxJ7uLdFs1PgEaIo6tCkQ4w9A";

const params = { organization_id: SAMPLE.organization };
const invited = { ...params, invitation_id: SAMPLE_INVITATION };

export const invitationsExamples = [
  example(listInvitations, { params, query: { per_page: "20" } }),
  example(invitePerson, { params, input: { email: "katherine@example.com", roles: ["user"] } }),
  example(resendInvitation, { params: invited }),
  example(cancelInvitation, { params: invited }),
  example(showInvitation, { query: { token: SAMPLE_INVITATION_TOKEN } }),
  example(acceptInvitation, { input: { token: SAMPLE_INVITATION_TOKEN, password: "nine lanterns over the harbour", first_name: "Katherine", last_name: "Johnson" } }),
];
