import { waitForMail } from "../../tools/mail-catcher";

/** What a mail has people open or type: its link, as a path of the server that the journey visits, and its code. Waits for the mail. */
export async function mailed(baseURL: string, to: string, subject: RegExp): Promise<{ path: string; code: string }> {
  const { links, text } = await waitForMail(baseURL, to, subject);
  const { pathname, search } = new URL(links[0] ?? "");
  return { path: pathname + search, code: /\b\d{6}\b/.exec(text)?.[0] ?? "" };
}
