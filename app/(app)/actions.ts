"use server";

import { logout } from "@/lib/features/auth/operations/logout";
import { switchOrganization } from "@/lib/features/organizations/operations/switch-organization";
import { action } from "@/lib/http/action";

export const signOut = action(logout, { toInput: () => ({}), redirectTo: () => "/login?notice=out" });

/** To the dashboard: the page that one is on may show what the other organization does not have. */
export const switchAction = action(switchOrganization, { params: ["organization_id"], toInput: () => ({}), redirectTo: () => "/dashboard" });
