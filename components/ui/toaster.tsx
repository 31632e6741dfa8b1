"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Where toasts appear; stands once in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      closeButton
      toastOptions={{
        classNames: {
          toast: "!rounded-lg !border !border-border !bg-popover !text-popover-foreground !shadow-md !font-sans !pr-12",
          description: "!text-muted-foreground",
          // In the toast, and as large as a finger needs it (WCAG 2.5.8).
          closeButton: "!top-1/2 !right-2 !left-auto !size-8 !transform-none !-translate-y-1/2 !rounded-md !bg-popover !text-foreground !border-border",
        },
      }}
    />
  );
}
