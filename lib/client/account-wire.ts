/** What the calls about one's own account send and get: providers, invitations, leaving. Types alone. */
import type { z } from "zod";
import type { Connection } from "@/lib/features/connections/schema";
import type { LinkState, NextStep } from "@/lib/features/invitations/schema";
import type { deletionOutput } from "@/lib/features/privacy/schema";
import type { CustomValues } from "@/lib/hooks/user-fields";
import type { Message, SignInAnswer, SignupInput } from "./auth-wire";

export interface ConnectionsAnswer {
  connections: Connection[];
}

export type RemovedConnection = Message & { id: string };

export interface InvitationAnswer {
  state: LinkState;
  /** What its holder does next; null where the link is of no use any more. */
  next: NextStep | null;
  /** While it is open. */
  invitation: { organization_id: string; organization: string; email: string; invited_by: string | null; roles: string[]; expires_at: string } | null;
}

/** `password` and what goes with it: of the account that is to be made. */
export type AcceptInput = { token: string } & Partial<Pick<SignupInput, "password" | "username" | "first_name" | "last_name" | "remember_me"> & CustomValues>;
export type AcceptedAnswer = SignInAnswer & { organization_id: string };

export type DeletionAnswer = z.output<typeof deletionOutput>;
export type { Connection };
