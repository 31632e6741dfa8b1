"use client";

import { useEffect } from "react";

/** Has the browser ask for an address of ours itself, with the cookies that it has kept. */
export function AskAgain({ href }: { href: string }) {
  useEffect(() => window.location.replace(href), [href]);
  return <p role="status" className="text-sm text-muted-foreground">Signing you in …</p>;
}
