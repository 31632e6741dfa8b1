/** The rules, by name: what each protects, counted by address or by account, in which store. */
import { env } from "@/lib/env";

export interface Limit {
  name: string;
  /** `shared` counts across instances, in Redis or PostgreSQL; `process` in a window of this process. */
  store: "shared" | "process";
  by: "address" | "account";
  /** Read late, because the environment may configure them. */
  rule: () => { points: number; windowSeconds: number };
}

const MINUTE = 60;

export const limits = {
  /** Everything that only reads. */
  read: { name: "read", store: "process", by: "address", rule: () => ({ points: 1200, windowSeconds: MINUTE }) },
  /** Counted by the operation itself, once the form is right. The counters of a sign-in: features/auth/login-budget.ts. */
  register: { name: "register", store: "shared", by: "address", rule: () => env.rateLimitRegister },
  /** A browser refreshes every quarter of an hour; a busy office shares one address. */
  refresh: { name: "refresh", store: "process", by: "address", rule: () => ({ points: 600, windowSeconds: MINUTE }) },
  /** Changes to one's own account. */
  ownWrite: { name: "own-write", store: "shared", by: "account", rule: () => ({ points: 60, windowSeconds: MINUTE }) },
  /** Tries of the current password by somebody signed in. */
  passwordCheck: {
    name: "password-check",
    store: "shared",
    by: "account",
    rule: () => ({ points: 10, windowSeconds: 15 * MINUTE }),
  },
  adminWrite: {
    name: "admin-write",
    store: "shared",
    by: "account",
    rule: () => ({ points: 300, windowSeconds: MINUTE }),
  },
} as const satisfies Record<string, Limit>;
