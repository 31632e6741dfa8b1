"use server";

import { changePassword } from "@/lib/features/account/operations/change-password";
import { action } from "@/lib/http/action";

export const savePassword = action(changePassword, { message: ({ message }) => message });
