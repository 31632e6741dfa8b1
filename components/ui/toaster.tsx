"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Toaster as Sonner } from "sonner";

/** From here on up toasts stand in a corner; below it sonner makes them as wide as the screen. */
const NARROW = "(max-width: 600px)";

/** Below the header, which stays: at the lower edge of a phone are the buttons of forms. */
const BELOW_HEADER = { top: "4.5rem", left: "1rem", right: "1rem" };

/** Where toasts appear; stands once in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  const isNarrow = useSyncExternalStore(onChange, () => matchMedia(NARROW).matches, () => false);
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position={isNarrow ? "top-center" : "bottom-right"}
      mobileOffset={BELOW_HEADER}
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

function onChange(notify: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", notify);
  return () => query.removeEventListener("change", notify);
}
