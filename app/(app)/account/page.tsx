import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { AvatarForm } from "@/components/account/avatar-form";
import { ProfileForm } from "@/components/account/profile-form";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { dropPicture, savePicture, saveProfile } from "./actions";

export const metadata: Metadata = { title: "Profile" };
export const access = signedIn();

export default page(access, async ({ run }) => {
  const { user } = await run(showAccount);
  return (
    <AccountScreen title="Profile" description="Who you are here.">
      <AvatarForm
        name={user.full_name ?? user.username}
        avatarUrl={user.profile_picture_url}
        action={savePicture}
        removeAction={dropPicture}
      />
      <ProfileForm profile={user} email={user.email} action={saveProfile} extra={formFields(userFields, "profile", user)} />
    </AccountScreen>
  );
});
