import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Alert } from "@/components/ui/alert";

interface TakenBackProps {
  title: string;
  /** What has happened. */
  outcome?: string;
  /** What to do with the mail about the password. */
  mailed: string;
  /** Nobody can sign in to the account, so there is no such mail. */
  isClosed: boolean;
}

/** What somebody sees who took back what was done in their name. */
export function TakenBack({ title, outcome = "", mailed, isClosed }: TakenBackProps) {
  return (
    <div className="grid gap-8">
      <AuthHeading title={title} />
      <Alert tone="success">
        {outcome} {isClosed ? "Nobody can sign in to this account at the moment, so there is no mail to choose a new password with. Ask an administrator." : mailed}
      </Alert>
      {!isClosed && <p className="text-sm text-muted-foreground">No mail after a few minutes? <Link href="/forgot-password" className="link">Ask for another</Link></p>}
    </div>
  );
}
