"use server";

import { logout } from "@/lib/features/auth/operations/logout";
import { action } from "@/lib/http/action";

export const signOut = action(logout, { toInput: () => ({}), redirectTo: () => "/login?notice=out" });
