import { describe, expect, it } from "vitest";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { newId } from "@/lib/ids";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { lastMail, waitingFor } from "../../setup/mailed";

const PASSWORD = "seven harbours before noon";
const address = () => `made-${newId().replaceAll("-", "").slice(-12)}@example.com`;
const admin = () => makeViewer([], { roles: ["admin"], reach: "platform" });

describe("an account made or changed by an administrator", () => {
  it("gets the mail where its address is unproved, and none where the administrator vouches for it", async () => {
    const [unproved, proved] = [address(), address()];
    await callAs(await admin()).output(createUser, { input: { email: unproved, is_verified: false, password: PASSWORD } });
    await callAs(await admin()).output(createUser, { input: { email: proved, password: PASSWORD } });
    const { token } = await lastMail(unproved, /Confirm/);
    expect((await callAs(null).run(confirmEmail, { input: { token, password: PASSWORD } })).error).toBeNull();
    expect(await waitingFor(proved)).toEqual([]);
  });

  it("gets one at its new address, whether the old one was proved or not, and when it is called unproved", async () => {
    const editor = await admin();
    for (const verified of [true, false]) {
      const [user, email] = [await makeUser({ verified }), address()];
      await callAs(editor).output(updateUser, { params: { id: user.id }, input: { email } });
      expect(await waitingFor(email)).toHaveLength(1);
      expect(await waitingFor(user.email)).toEqual([]);
    }
    const user = await makeUser();
    await callAs(editor).output(updateUser, { params: { id: user.id }, input: { is_verified: false } });
    await callAs(editor).output(updateUser, { params: { id: user.id }, input: { first_name: "Ada" } });
    expect(await waitingFor(user.email)).toHaveLength(1);
  });
});
