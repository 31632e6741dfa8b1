"use client";

import { LogOut } from "lucide-react";
import { useActionState } from "react";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

export function SignOutForm({ action }: { action: FormAction }) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} className="border-t pt-1.5">
      {state.message && !state.ok && <p role="alert" className="px-3 py-2 text-sm text-destructive-text">{state.message}</p>}
      <SubmitButton variant="ghost" className="w-full justify-start px-3 font-normal">
        <LogOut aria-hidden="true" className="mr-1 text-muted-foreground" />
        Sign out
      </SubmitButton>
    </form>
  );
}
