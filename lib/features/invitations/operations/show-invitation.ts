import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { viewerOf } from "@/lib/session/viewer";
import { explainUnknown, findLinked, nextStep, stateOf } from "../invitation-link";
import { linkStates, linkTokenField, nextSteps } from "../schema";

const details = z.object({
  organization_id: z.uuid(),
  organization: z.string(),
  email: z.string(),
  invited_by: z.string().nullable(),
  roles: z.array(z.string()),
  expires_at: z.string(),
});

/** What a link would do. Changes nothing, so a mail scanner may open it first. */
export const showInvitation = defineOperation({
  name: "invitation.show",
  kind: "query",
  http: { method: "GET", path: "/api/auth/invitations" },
  summary: "Look at an invitation by the token of its link; changes nothing",
  access: anyone(),
  limit: limits.mailedLink,
  query: z.object({ token: linkTokenField.default("") }),
  output: z.object({
    state: z.enum(linkStates),
    next: z.enum(nextSteps).nullable().meta({ description: "What the holder does next; null where the link is of no use any more" }),
    invitation: details.nullable().meta({ description: "Shown while it is open" }),
  }),
  audit: false,

  async run({ ctx, query: { token } }) {
    const found = await findLinked(token);
    if (!found) return { state: await explainUnknown(token), next: null, invitation: null };
    const state = stateOf(found);
    if (state !== "open") return { state, next: null, invitation: null };
    const shown = {
      organization_id: found.organizationId,
      organization: found.organizationName,
      email: found.email,
      invited_by: found.inviterEmail,
      roles: found.roles.map(({ display_name: name }) => name),
      expires_at: found.expiresAt.toISOString(),
    };
    return { state, next: nextStep(found, await viewerOf(ctx)), invitation: shown };
  },
});
