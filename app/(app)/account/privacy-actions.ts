"use server";

import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { action } from "@/lib/http/action";

export const deleteOwnAccount = action(deleteAccount, { redirectTo: () => "/login?notice=leaving" });
