import { Mail } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";

/** Leads to the page that mails a link and a code; with or without JavaScript. */
export function MailSignInLink({ href, isLast }: { href: string; isLast?: boolean }) {
  return (
    <Button asChild variant="secondary" className="h-11 w-full">
      <a href={href}>
        <Mail aria-hidden="true" />
        E-mail me a link
        {isLast && <Badge tone="accent">Last used</Badge>}
      </a>
    </Button>
  );
}
