import { accountExamples } from "./examples";
import { changePassword } from "./operations/change-password";
import { removeAvatar } from "./operations/remove-avatar";
import { showAccount } from "./operations/show-account";
import { showMe } from "./operations/show-me";
import { updateProfile } from "./operations/update-profile";
import { uploadAvatar } from "./operations/upload-avatar";

export const accountFeature = {
  name: "account",
  operations: [showAccount, showMe, updateProfile, changePassword, uploadAvatar, removeAvatar],
  examples: accountExamples,
};
