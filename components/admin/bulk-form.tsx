"use client";

import { useRef, useState, type FormEvent } from "react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FilterField } from "@/components/ui/filter-bar";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Select, type SelectOption } from "@/components/ui/select";
import { useFormAction } from "@/components/ui/use-form-action";

export interface BulkFormProps {
  /** The checkboxes of the table name it. */
  id: string;
  /** What the viewer may do; `value` is the API's action. */
  actions: SelectOption[];
  /** Roles to give; empty: not offered. */
  roles: SelectOption[];
  /** Receives `ids`, `action` and `role_id`. */
  action: FormAction;
}

/**
 * What is done to those who are ticked in the list: there as soon as somebody is, at the lower edge, so that no row moves.
 * Stands in an element of the class `group/list`. Asks before it submits; without JavaScript it submits at once, as forms do.
 */
export function BulkForm({ id, actions, roles, action }: BulkFormProps) {
  const [state, submit, pending] = useFormAction(action);
  const [question, setQuestion] = useState<{ title: string; verb: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const confirmed = useRef(false);

  function ask(event: FormEvent<HTMLFormElement>) {
    const chosen = new FormData(event.currentTarget);
    const count = chosen.getAll("ids").length;
    if (confirmed.current || count === 0) {
      confirmed.current = false;
      return;
    }
    event.preventDefault();
    const verb = actions.find(({ value }) => value === chosen.get("action"))?.label ?? "Continue";
    const role = roles.find(({ value }) => chosen.get("action") === "assign_role" && value !== "" && value === chosen.get("role_id"))?.label;
    setQuestion({ verb, title: `${role === undefined ? verb : `${verb}, ${role}`}: ${count === 1 ? "one person" : `${count} people`}?` });
  }
  function confirm() {
    confirmed.current = true;
    form.current?.requestSubmit();
  }
  return (
    <form id={id} ref={form} action={submit} onSubmit={ask} aria-label="Change several people" className={cn("group/bulk sticky bottom-0 z-10 gap-3 border-t bg-popover px-4 py-3 shadow-lg sm:px-6", state.message ? "grid" : "hidden group-has-[input[name=ids]:checked]/list:grid")}>
      <div className="flex flex-wrap items-end gap-3">
        <FilterField half label="With those selected" className="sm:w-52">{(field) => <Select id={field} name="action" options={actions} />}</FilterField>
        {roles.length > 0 && <FilterField half label="Role to give" className="hidden group-has-[option[value=assign_role]:checked]/bulk:grid sm:w-44">{(field) => <Select id={field} name="role_id" options={[{ value: "", label: "Choose a role" }, ...roles]} />}</FilterField>}
        <Button type="submit" variant="secondary" loading={pending}>Continue</Button>
      </div>
      <FormMessage state={state} />
      <AlertDialog
        open={question !== null} title={question?.title ?? ""} description="Each of them is changed on their own. Whoever is out of your reach stays as they are." confirmLabel={question?.verb ?? ""}
        destructive onOpenChange={(open) => !open && setQuestion(null)} onConfirm={confirm}
      />
    </form>
  );
}
