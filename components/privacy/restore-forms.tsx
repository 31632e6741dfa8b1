"use client";

import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";

export interface RestoreFormsProps {
  keepAction: FormAction;
  /** Signs out and changes nothing. */
  leaveAction: FormAction;
  /** Where one's data is downloaded. */
  exportHref: string;
}

export function RestoreForms({ keepAction, leaveAction, exportHref }: RestoreFormsProps) {
  const [kept, keep] = useFormAction(keepAction);
  const [left, leave] = useFormAction(leaveAction);
  return (
    <div className="grid gap-4">
      <FormMessage state={kept.message ? kept : left} />
      <form action={keep}><SubmitButton className="h-11 w-full">Keep my account</SubmitButton></form>
      <form action={leave}><SubmitButton variant="secondary" className="h-11 w-full">Let it go, and sign out</SubmitButton></form>
      <p className="text-sm text-muted-foreground">Before it goes, you can <a href={exportHref} className="link">download your data</a>.</p>
    </div>
  );
}
