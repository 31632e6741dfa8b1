/** What `rbac.admin` stands for: it administers roles, permissions and the rest of RBAC itself. */
const RBAC_ADMIN = "rbac.admin";
const RBAC_RESOURCES: ReadonlySet<string> = new Set(["roles", "permissions", "rbac"]);

/**
 * Whether the held permissions include `permission` (`resource.action`): literally, by `resource.*`, by `*`, or by
 * `rbac.admin` for every one of `roles.*`, `permissions.*` and `rbac.*`. A wildcard that is asked for (`users.*`) is
 * held only by that wildcard or a wider one, never by a collection of its members.
 */
export const permits = (held: readonly string[], permission: string): boolean => {
  if (permission === "") return false;
  const dot = permission.indexOf(".");
  const resource = dot > 0 ? permission.slice(0, dot) : undefined;
  return held.some(
    (have) =>
      have === "*" ||
      have === permission ||
      (resource !== undefined && (have === `${resource}.*` || (have === RBAC_ADMIN && RBAC_RESOURCES.has(resource)))),
  );
};
