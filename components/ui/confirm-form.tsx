"use client";

import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { AlertDialog } from "./alert-dialog";
import { Button, type ButtonProps } from "./button";
import { FormMessage } from "./form-message";
import type { FormAction } from "./form-state";
import { useFormAction } from "./use-form-action";

export interface ConfirmFormProps extends ConfirmLook {
  action: FormAction;
}

interface ConfirmLook {
  /** Hidden inputs, by name. */
  values?: Record<string, string>;
  title: string;
  description: ReactNode;
  /** On the button in the page. */
  label: ReactNode;
  /** On the button in the dialog: the verb, not "OK". */
  confirmLabel: string;
  destructive?: boolean;
  /** Accessible name of the page's button where its label alone is ambiguous ("End" in a list). */
  ariaLabel?: string;
  variant?: ButtonProps["variant"];
  size?: ButtonProps["size"];
  className?: string;
}

/** One button that asks before it submits. Without JavaScript it submits at once, as forms do. */
export function ConfirmForm({ action, ...look }: ConfirmFormProps) {
  const [state, submit, pending] = useFormAction(action);
  return <ConfirmButton submit={submit} pending={pending} {...look}><FormMessage state={state} className="mt-3 text-left" /></ConfirmButton>;
}

export interface ConfirmButtonProps extends ConfirmLook {
  submit: (form: FormData) => void;
  pending: boolean;
  /** The outcome, unless the parent shows it: one that outlives this button has to, or nobody sees it. */
  children?: ReactNode;
}

/** The same for a parent that holds the form's state. */
export function ConfirmButton({
  submit, pending, children, values = {}, title, description, label, confirmLabel, destructive = true, ariaLabel,
  variant = "destructive-quiet", size = "sm", className,
}: ConfirmButtonProps) {
  const [open, setOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const confirmed = useRef(false);

  function ask(event: FormEvent) {
    if (confirmed.current) {
      confirmed.current = false;
      return;
    }
    event.preventDefault();
    setOpen(true);
  }
  function confirm() {
    confirmed.current = true;
    form.current?.requestSubmit();
  }
  return (
    <form ref={form} action={submit} onSubmit={ask} className={className}>
      {Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button type="submit" variant={variant} size={size} loading={pending} aria-label={ariaLabel}>{label}</Button>
      {children}
      <AlertDialog {...{ open, title, description, confirmLabel, destructive }} onOpenChange={setOpen} onConfirm={confirm} />
    </form>
  );
}
