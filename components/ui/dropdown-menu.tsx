"use client";

import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface DropdownMenuProps {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}

/** A menu of commands. For navigation that must work without JavaScript use a native popover instead. */
export function DropdownMenu({ trigger, align = "end", children }: DropdownMenuProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={6}
          className="panel-in z-50 min-w-48 rounded-lg border bg-popover p-1 text-popover-foreground shadow-md"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export interface DropdownMenuItemProps extends ComponentProps<typeof Primitive.Item> {
  destructive?: boolean;
}

export function DropdownMenuItem({ className, destructive, ...rest }: DropdownMenuItemProps) {
  return (
    <Primitive.Item
      className={cn(
        "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-accent pointer-coarse:min-h-11 [&_svg]:size-4",
        destructive && "text-destructive-text data-highlighted:bg-destructive-tint",
        className,
      )}
      {...rest}
    />
  );
}

export function DropdownMenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-border" />;
}
