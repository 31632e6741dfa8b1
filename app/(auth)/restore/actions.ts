"use server";

import { logout } from "@/lib/features/auth/operations/logout";
import { restoreAccount } from "@/lib/features/privacy/operations/restore-account";
import { action } from "@/lib/http/action";

export const keepAction = action(restoreAccount, { toInput: () => ({}), redirectTo: () => "/account?kept=1" });

export const leaveAction = action(logout, { toInput: () => ({}), redirectTo: () => "/login?notice=leaving" });
