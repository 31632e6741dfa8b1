"use client";

import { ThemeProvider as Provider } from "next-themes";
import type { ReactNode } from "react";

/** The class on <html> before the first paint; its one inline script carries the request's CSP nonce. */
export function ThemeProvider({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <Provider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      {children}
    </Provider>
  );
}
