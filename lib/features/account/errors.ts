import { defineError } from "@/lib/errors";

export const USERNAME_TAKEN = defineError("USERNAME_TAKEN", 409, "This username is taken.");
export const INVALID_PASSWORD = defineError("INVALID_PASSWORD", 422, "Your current password is not this one.");
export const PASSWORD_CHANGED_MEANWHILE = defineError(
  "PASSWORD_CHANGED_MEANWHILE",
  409,
  "Your password was changed a moment ago. Sign in again if that was not you.",
);
