/** Changes of an address, step by step. */
import { login } from "@/lib/features/auth/operations/login";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { newId } from "@/lib/ids";
import type { TestViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { lastMail } from "../../setup/mailed";
import { oneRow } from "../../setup/sql";

export const freshAddress = () => `moved-${newId().replaceAll("-", "").slice(-12)}@example.org`;
export const ask = (viewer: TestViewer, newEmail: string, more: Record<string, unknown> = {}) => callAs(viewer).run(changeEmail, { input: { new_email: newEmail, ...more } });
export const confirm = (viewer: { accessToken: string }, input: Record<string, unknown>) => callAs(viewer).run(confirmEmailChange, { input });
export const undo = (token: string) => callAs(null).run(undoEmailChange, { input: { token } });
export const emailOf = async (id: string) => (await oneRow<{ email: string }>("SELECT email FROM users WHERE id = $1", [id])).email;
export const attempt = async (identifier: string, password: string) => (await callAs(null).run(login, { input: { identifier, password } })).error?.code ?? "in";

/** Asked for and confirmed. @returns the address and the token of the way back */
export async function moved(viewer: TestViewer, newEmail = freshAddress()) {
  const from = await emailOf(viewer.user.id);
  await ask(viewer, newEmail);
  const { token } = await lastMail(newEmail, /Confirm your new/);
  const { error } = await confirm(viewer, { token });
  if (error) throw error;
  return { newEmail, undoToken: (await lastMail(from, /was changed/)).token };
}
