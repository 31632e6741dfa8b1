"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { PasswordPolicy } from "@/lib/password-rules";

export interface ActivePasswordPolicy {
  policy: PasswordPolicy;
  /** New passwords are looked up among breached ones. */
  asksBreaches: boolean;
}

const Policy = createContext<ActivePasswordPolicy>({ policy: "length", asksBreaches: false });

/** What the server asks of new passwords, for the fields below. Without it: the default policy. */
export function PasswordPolicyProvider({ children, ...policy }: ActivePasswordPolicy & { children: ReactNode }) {
  return <Policy value={policy}>{children}</Policy>;
}

export const usePasswordPolicy = (): ActivePasswordPolicy => useContext(Policy);
