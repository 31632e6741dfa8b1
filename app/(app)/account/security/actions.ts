"use server";

import { changePassword } from "@/lib/features/account/operations/change-password";
import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import { action } from "@/lib/http/action";

export const savePassword = action(changePassword, { message: ({ message }) => message });

export const disconnectProvider = action(removeConnection, { params: ["id"], message: ({ message }) => message });
