import { formatInstant } from "@/components/ui/format-instant";

export interface InvitationFactsProps {
  organization: string;
  email: string;
  invitedBy: string | null;
  roles: string[];
  expiresAt: string;
}

/** What somebody is asked into, by whom, and until when. */
export function InvitationFacts({ organization, email, invitedBy, roles, expiresAt }: InvitationFactsProps) {
  const facts = [
    ["Organization", organization],
    ["Invited by", invitedBy ?? "Somebody whose account is gone"],
    ["Invited", email],
    ["Roles there", roles.join(", ") || "What everybody begins with"],
    ["Expires", formatInstant(expiresAt)],
  ];
  return (
    <dl className="grid gap-3 rounded-lg border bg-sunken px-4 py-4 text-sm">
      {facts.map(([label, value]) => (
        <div key={label} className="grid gap-0.5 sm:grid-cols-[8rem_1fr] sm:gap-4">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="min-w-0 break-words font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
