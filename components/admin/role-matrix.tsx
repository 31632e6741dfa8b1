import { Checkbox } from "@/components/ui/checkbox";
import type { PermissionGroup } from "./role-row";

export interface RoleMatrixProps {
  groups: PermissionGroup[];
  grants: readonly string[];
  /** What the viewer may put into a role; the rest is shown and cannot be chosen. */
  isGrantable: (name: string) => boolean;
}

const EVERYTHING = "Everything";
const allOf = (resource: string) => `All of ${resource}`;

const through = (name: string, grants: readonly string[]): string | undefined => {
  if (grants.includes(name)) return undefined;
  return [`${name.split(".")[0]}.*`, "*"].find((wildcard) => wildcard !== name && grants.includes(wildcard));
};

/** Boxes named `permissions`, by category and resource, each resource headed by its wildcard. What a wildcard grants says so. */
export function RoleMatrix({ groups, grants, isGrantable }: RoleMatrixProps) {
  const box = (name: string, label: string, hint?: string | null) => {
    const wildcard = through(name, grants);
    return (
      <Checkbox
        key={name} name="permissions" value={name} defaultChecked={grants.includes(name)} disabled={!isGrantable(name)}
        label={<>{label} <code className="text-xs text-muted-foreground">{name}</code></>}
        implied={wildcard !== undefined} hint={wildcard ? `Included in “${wildcard === "*" ? EVERYTHING : allOf(name.split(".")[0] ?? "")}”.` : hint}
      />
    );
  };
  return (
    <div className="grid gap-6">
      {box("*", EVERYTHING, "Every permission there is and will be.")}
      {groups.map(({ category, resources }) => (
        <fieldset key={category} className="grid gap-4 border-t pt-4">
          <legend className="float-left w-full pb-2 font-semibold">{category}</legend>
          {resources.map(({ name, permissions }) => (
            <div key={name} role="group" aria-label={name} className="clear-both grid gap-x-6 gap-y-1 sm:grid-cols-2">
              <div className="sm:col-span-2">{box(`${name}.*`, allOf(name), "Also what is added later.")}</div>
              {permissions.map((permission) => box(permission.name, permission.label, permission.description))}
            </div>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
