import { permits } from "./permission";

/** Who may use an operation, page or handler. Plain data, so that policy, OpenAPI and matrix are derived from it. */
export type Access =
  | { kind: "anyone" }
  | { kind: "signed-in" }
  | { kind: "permission"; mode: "all" | "any"; permissions: string[] }
  | OwnOrAny;

/** The owner of the row, or whoever holds one of these. Who the owner is, only the database knows. */
export interface OwnOrAny {
  kind: "own-or-any";
  permissions: string[];
}

/** What can be decided without a row: all that a page or a handler may declare. */
export type RowlessAccess = Exclude<Access, OwnOrAny>;

/**
 * Whether somebody signed in, with these permissions, may pass as far as permissions alone can tell.
 * Own-or-any passes: `execute` decides it on the row, by `isOwnOrHeld`.
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
