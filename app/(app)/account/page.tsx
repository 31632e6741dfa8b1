import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { AvatarForm } from "@/components/account/avatar-form";
import { ProfileForm } from "@/components/account/profile-form";
import { DataPanel } from "@/components/privacy/data-panel";
import { DeleteAccountForm } from "@/components/privacy/delete-account-form";
import { Alert } from "@/components/ui/alert";
import { env } from "@/lib/env";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { dropPicture, savePicture, saveProfile } from "./actions";
import { deleteOwnAccount } from "./privacy-actions";

export const metadata: Metadata = { title: "Profile" };
export const access = signedIn();

export default page(access, async ({ run, search }) => {
  const { user } = await run(showAccount);
  return (
    <AccountScreen title="Profile" description="Who you are here.">
      {search.kept !== undefined && <Alert tone="success">Your account is kept, as it was.</Alert>}
      <AvatarForm
        name={user.full_name ?? user.username}
        avatarUrl={user.profile_picture_url}
        action={savePicture}
        removeAction={dropPicture}
      />
      <ProfileForm profile={user} email={user.email} action={saveProfile} extra={formFields(userFields, "profile", user)} />
      <DataPanel exportHref="/account/export" isReady={search.export === "ready"} />
      <DeleteAccountForm action={deleteOwnAccount} username={user.username} graceDays={env.accountDeletionGraceDays} />
    </AccountScreen>
  );
});
