"use server";

import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import { action } from "@/lib/http/action";

export const endSession = action(endOwnSession, { params: ["session_id"], message: ({ message }) => message });

export const endOthers = action(endOtherSessions, { message: ({ message }) => message });
