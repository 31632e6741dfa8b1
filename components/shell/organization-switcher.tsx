"use client";

import { Building2, Check, ChevronDown } from "lucide-react";
import Link from "next/link";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { CloseOnNavigation } from "./close-on-navigation";

export interface SwitcherOrganization {
  id: string;
  name: string;
  isActive: boolean;
}

export interface OrganizationSwitcherProps {
  organizations: SwitcherOrganization[];
  /** Receives `organization_id`. */
  switchAction: FormAction;
}

const id = "organization-menu";

/** Which organization is active, and the others. A native popover with a form each, so that switching needs no JavaScript. */
export function OrganizationSwitcher({ organizations, switchAction }: OrganizationSwitcherProps) {
  const active = organizations.find(({ isActive }) => isActive);
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={active ? `Organization: ${active.name}` : "Choose an organization"}
        className="flex h-11 min-w-0 items-center gap-2 rounded-md px-2 text-sm font-medium transition-colors hover:bg-accent"
      >
        <Building2 aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
        <span className="hidden max-w-40 truncate md:block">{active?.name ?? "No organization"}</span>
        <ChevronDown aria-hidden="true" className="hidden size-4 text-muted-foreground md:block" />
      </button>
      <div id={id} popover="auto" className="menu fixed inset-auto top-15 right-3 w-72 rounded-xl p-1.5 shadow-lg sm:right-20">
        <CloseOnNavigation id={id} />
        <p className="px-3 py-2 text-xs font-medium text-muted-foreground">Your organizations</p>
        <ul className="grid gap-0.5 pb-1.5">
          {organizations.map((organization) => <li key={organization.id}><Choice organization={organization} action={switchAction} /></li>)}
        </ul>
        <div className="border-t pt-1.5">
          <Button asChild variant="ghost" className="w-full justify-start px-3 font-normal"><Link href="/organizations">All organizations</Link></Button>
        </div>
      </div>
    </>
  );
}

function Choice({ organization: { id: organizationId, name, isActive }, action }: { organization: SwitcherOrganization; action: FormAction }) {
  const [state, submit] = useActionState(action, emptyFormState);
  if (isActive) {
    return (
      <p aria-current="true" className="flex h-10 items-center gap-2 px-3 text-sm font-medium">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <Check role="img" aria-label="active" className="size-4 shrink-0 text-primary" />
      </p>
    );
  }
  return (
    <form action={submit}>
      <input type="hidden" name="organization_id" value={organizationId} />
      <SubmitButton variant="ghost" className="w-full justify-start px-3 font-normal"><span className="truncate">{name}</span></SubmitButton>
      {state.message && !state.ok && <p role="alert" className="px-3 pb-1 text-sm text-destructive-text">{state.message}</p>}
    </form>
  );
}
