import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { formatInstant } from "@/components/ui/format-instant";

/** To somebody who has to have a second factor, until they have one. `dueAt`: ISO 8601; null: not asked yet. */
export const SecondFactorBanner = ({ dueAt }: { dueAt: string | null }) => (
  <Alert tone="warning" title="Set up a second factor" className="mb-6">
    {dueAt === null ? "Your account has to have one soon." : `Your account has to have one by ${formatInstant(dueAt)}. After that nothing else opens before it has.`}{" "}
    <Link href="/account/security#second-factor" className="link">Set it up now</Link>
  </Alert>
);
