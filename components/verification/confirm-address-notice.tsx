import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import type { FormAction } from "@/components/ui/form-state";
import { ResendForm } from "./resend-form";

/** On one's own pages, as long as the address is not confirmed. */
export function ConfirmAddressNotice({ email, resend }: { email: string; resend: FormAction }) {
  return (
    <Alert tone="warning" title="Confirm your address">
      <p>
        We have sent a mail to <strong className="[overflow-wrap:anywhere]">{email}</strong>. Open its link, or{" "}
        <Link href="/verify-email" className="link text-current">type its code</Link>. Until then, getting back in by mail removes passkeys, connected providers and the second factor.
      </p>
      <div className="pt-3"><ResendForm action={resend} identifier="" /></div>
    </Alert>
  );
}
