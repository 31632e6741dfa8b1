import { permits } from "./permission";

/** Who may use an operation, page or handler. Plain data, so that policy, OpenAPI and matrix are derived from it. */
export type Access =
  | { kind: "anyone" }
  | { kind: "signed-in" }
  | { kind: "permission"; mode: "all" | "any"; permissions: string[] }
  /** The owner of the row, or whoever holds the permission. Who the owner is, only the database knows. */
  | { kind: "own-or-any"; permission: string };

/**
 * Whether somebody signed in, with these permissions, may pass as far as permissions alone can tell.
 * Own-or-any passes: the server decides it on the row.
 */
export const satisfies = (access: Access, heldPermissions: readonly string[]): boolean => {
  switch (access.kind) {
    case "anyone":
    case "signed-in":
    case "own-or-any":
      return true;
    case "permission":
      // An empty list grants nobody anything, in either mode: `every` of nothing would be true.
      if (access.permissions.length === 0) return false;
      return access.mode === "all"
        ? access.permissions.every((permission) => permits(heldPermissions, permission))
        : access.permissions.some((permission) => permits(heldPermissions, permission));
  }
};
