"use server";

import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import { action } from "@/lib/http/action";

/** A form cannot leave a name out: an empty one means none. */
const withoutEmptyNames = (fields: Record<string, FormDataEntryValue>) => ({
  ...fields,
  first_name: fields.first_name || null,
  last_name: fields.last_name || null,
});

export const saveProfile = action(updateProfile, { toInput: withoutEmptyNames, message: ({ message }) => message });

export const savePicture = action(uploadAvatar, { message: ({ message }) => message });

export const dropPicture = action(removeAvatar, { message: ({ message }) => message });
