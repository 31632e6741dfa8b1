import { withAliases } from "@/lib/access/permission-aliases"; // feature:compat
import { signedIn } from "@/lib/access/policy";
import { env } from "@/lib/env"; // feature:compat
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findWireUser, wholeUser } from "../user-wire";

/** Beside `account.show` because old clients need either shape, each at its own path. */
export const showMe = defineOperation({
  name: "account.me",
  kind: "query",
  http: { method: "GET", path: "/api/auth/me" },
  summary: "One's own account, flat",
  access: signedIn(),
  limit: limits.read,
  output: wholeUser,
  audit: false,
  whileDue: "anything",
  async run({ viewer, fail }) {
    const person = (await findWireUser(viewer.userId, { organizationId: viewer.organizationId })) ?? fail(NOT_FOUND);
    if (env.compat) return { ...person, permissions: withAliases(person.permissions) }; // feature:compat
    return person;
  },
});
