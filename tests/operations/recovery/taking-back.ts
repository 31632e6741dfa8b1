import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { mailToken } from "../../factories/mail-token";
import { makeUser, type TestUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { travel, SECOND } from "../../setup/clock";
import { NEW } from "./resets";

/** A way in which an owner takes an account back: the link for it, which is there before, and its use. */
export interface TakingBack {
  name: string;
  /** Whether what protects the owner, also from whoever has chosen a password, stays. */
  keepsProtections: boolean;
  begin(): Promise<{ user: TestUser; takeBack(): Promise<void> }>;
}

const linkTo = ({ id }: TestUser, purpose: "password_reset" | "email_change_undo" | "email_verification", address: string) => mailToken({ purpose, userId: id, address, ttlSeconds: 90 * 24 * 3600 });

export const WAYS: TakingBack[] = [
  {
    name: "a new password",
    keepsProtections: true,
    async begin() {
      const user = await makeUser();
      // As late as can be: one asked for earlier would be withdrawn by those that are asked for meanwhile.
      const takeBack = async () => void (await callAs(null).output(resetPassword, { input: { token: (await linkTo(user, "password_reset", user.email)).token, new_password: NEW } }));
      return { user, takeBack };
    },
  },
  {
    name: "the way back of a changed address",
    keepsProtections: false,
    async begin() {
      const user = await makeUser();
      const { token } = await linkTo(user, "email_change_undo", `before-${user.email}`);
      await travel(SECOND);
      return { user, takeBack: async () => void (await callAs(null).output(undoEmailChange, { input: { token } })) };
    },
  },
  {
    name: "the first proof of the address",
    keepsProtections: false,
    async begin() {
      const user = await makeUser({ verified: false });
      const takeBack = async () => void (await callAs(null).output(confirmEmail, { input: { token: (await linkTo(user, "email_verification", user.email)).token } }));
      return { user, takeBack };
    },
  },
];
