import { example, SAMPLE } from "@/lib/operation-example";
import { changePassword } from "./operations/change-password";
import { updateProfile } from "./operations/update-profile";
import { uploadAvatar } from "./operations/upload-avatar";

export const accountExamples = [
  example(updateProfile, { input: { first_name: "Grace", last_name: "Hopper", occupation: "Rear admiral", city: "Arlington" } }),
  example(changePassword, { input: { current_password: SAMPLE.password, new_password: "nine lanterns over the harbour" } }),
  example(uploadAvatar, { input: { profile_picture: SAMPLE.picture } }),
];
