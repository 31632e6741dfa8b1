import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { DeadLink } from "@/components/recovery/dead-link";
import { ResetByCode } from "@/components/recovery/forgot-password-form";
import { ResetPasswordForm } from "@/components/recovery/reset-password-form";
import { showResetLink } from "@/lib/features/recovery/operations/show-reset-link";
import type { PageTools } from "@/lib/http/page";
import { resetAction } from "./recovery-actions";

/** Link and code of a mail live and die together; only of a link that is not ours the code may be good. */
const mayHaveCode = (reason: string | null): boolean => reason === "malformed" || reason === "unknown";

/** Behind a link of a mail: the form, or why the link does not work. Without a link: the form for the mail's code. */
export async function resetScreen({ run, search }: Pick<PageTools<unknown>, "run" | "search">, title: string) {
  const token = search.token?.trim();
  if (!token) {
    return (
      <div className="grid gap-8">
        <AuthHeading title={title} aside={<>With the code of our mail. No mail? <Link href="/forgot-password" className="link">Ask for one</Link></>} />
        <ResetByCode action={resetAction} />
      </div>
    );
  }
  const link = await run(showResetLink, { params: { token } });
  if (link.is_valid) return <ResetPasswordForm title={title} action={resetAction} token={token} />;
  return (
    <DeadLink title={title} message={link.message ?? ""}>
      <li><Link href="/forgot-password" className="link">Ask for a new link</Link></li>
      {mayHaveCode(link.reason) && <li><Link href="/reset-password" className="link">Type the code of the mail instead</Link></li>}
      <li><Link href="/login" className="link">Sign in</Link></li>
    </DeadLink>
  );
}
