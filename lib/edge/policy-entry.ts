import type { Access } from "./access";

export type PolicyMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface PagePolicy {
  kind: "page";
  /** As Next's folders spell it: `/admin/users/[id]`, `/docs/[...slug]`, `/shop/[[...slug]]`. */
  pattern: string;
  access: Access;
  /** Whether the page, or a layout above it, has a form or a server action: only then may it be posted to. */
  hasActions?: boolean;
}

export interface ApiPolicy {
  kind: "api";
  pattern: string;
  methods: Partial<Record<PolicyMethod, Access>>;
  /** Another system's address for operations of ours: refused in that system's words, which the server knows. */
  isAlias?: true;
}

export type PolicyEntry = PagePolicy | ApiPolicy;
