"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Closes the native popover with this id once a link in it has led elsewhere. */
export function CloseOnNavigation({ id }: { id: string }) {
  const pathname = usePathname();
  useEffect(() => {
    const popover = document.getElementById(id);
    if (popover?.matches(":popover-open")) popover.hidePopover();
  }, [id, pathname]);
  return null;
}
