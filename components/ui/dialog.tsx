"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const dialogOverlayClasses = "overlay-in fixed inset-0 z-50 bg-scrim";
export const dialogPanelClasses =
  "panel-in fixed inset-x-4 top-1/2 z-50 mx-auto grid max-h-[calc(100dvh-2rem)] max-w-lg -translate-y-1/2 gap-5 overflow-y-auto rounded-xl border bg-popover p-6 text-popover-foreground shadow-lg";

export interface DialogProps {
  /** The element that opens it. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A modal panel: focus is held inside and returns to the trigger; Escape closes. */
export function Dialog({ trigger, open, onOpenChange, title, description, className, children }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className={dialogOverlayClasses} />
        <Primitive.Content className={cn(dialogPanelClasses, className)} {...(description ? {} : { "aria-describedby": undefined })}>
          <header className="grid gap-1.5 pr-8">
            <Primitive.Title className="text-lg font-semibold tracking-tight">{title}</Primitive.Title>
            {description && <Primitive.Description className="text-sm text-muted-foreground">{description}</Primitive.Description>}
          </header>
          {children}
          <Primitive.Close
            aria-label="Close"
            className="absolute top-3.5 right-3.5 grid size-10 place-items-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground"
          >
            <X aria-hidden="true" className="size-4.5" />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
