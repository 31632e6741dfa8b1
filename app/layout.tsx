import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { PasswordPolicyProvider } from "@/components/auth/password-policy";
import { ThemeProvider } from "@/components/ui/theme-provider";
import { Toaster } from "@/components/ui/toaster";
import { env } from "@/lib/env";
import { requestNonce } from "@/lib/http/nonce";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Gatehouse", template: "%s · Gatehouse" },
  description: "A Next.js starter with authentication, sessions, roles, administration and audit already built in.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** Reads the request's CSP nonce, which makes every page dynamic: a nonce must never be cached. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = await requestNonce();
  return (
    // next-themes sets the class before React hydrates.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="font-sans">
        <a
          href="#content"
          className="fixed top-3 left-3 z-50 -translate-y-20 rounded-md bg-primary px-4 py-3 text-sm font-medium text-primary-foreground focus:translate-y-0"
        >
          Skip to content
        </a>
        <ThemeProvider nonce={nonce}>
          <PasswordPolicyProvider policy={env.passwordPolicy} asksBreaches={Boolean(env.breachedPasswordsUrl)}>{children}</PasswordPolicyProvider>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
