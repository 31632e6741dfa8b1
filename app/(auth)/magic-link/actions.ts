"use server";

import type { MagicLinkState } from "@/components/magic-link/magic-link-form";
import { requestMagicLink } from "@/lib/features/magic-link/operations/request-magic-link";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";

const request = action(requestMagicLink, { message: ({ message }) => message });

const verify = action(verifyMagicLink, {
  // A checkbox that is not ticked sends nothing.
  toInput: ({ return_to: _, ...fields }) => ({ remember_me: "false", ...fields }),
  redirectTo: (_output, form) => safeReturnTo(form.get("return_to")),
});

/** By the link, whose token is a hidden field. */
export const signInByLink = verify;

/** First the address, then, with the same form, the code of the mail. */
export async function signInByMail(previous: MagicLinkState, form: FormData): Promise<MagicLinkState> {
  const email = String(form.get("email") ?? "").trim().slice(0, 254);
  if (form.has("code")) return { ...(await verify(previous, form)), sent: { email, message: "Type the code of the newest mail, or ask for another one." } };
  const { message = "", ...state } = await request(previous, form);
  return state.ok ? { ...state, sent: { email, message } } : { ...state, message };
}
