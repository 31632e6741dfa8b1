import { FilterBar, FilterField } from "@/components/ui/filter-bar";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import type { RoleTag } from "./user-row";

/** As in the address: `?search=&role=&status=`. */
export interface UserFilterValues {
  search?: string;
  role?: string;
  status?: string;
}

export interface UserFiltersProps {
  values: UserFilterValues;
  roles: RoleTag[];
  path?: string;
}

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "banned", label: "Banned" },
  { value: "inactive", label: "Inactive" },
  { value: "unverified", label: "Unverified" },
];

export function UserFilters({ values, roles, path = "/admin/users" }: UserFiltersProps) {
  const active = Boolean(values.search || values.role || values.status);
  const roleOptions = [{ value: "", label: "Any role" }, ...roles.map(({ name, displayName }) => ({ value: name, label: displayName }))];
  return (
    <FilterBar key={JSON.stringify(values)} path={path} label="Filter users" active={active}>
      <FilterField label="Search" className="sm:min-w-56 sm:flex-1">
        {(id) => <SearchField id={id} name="search" placeholder="Name, e-mail or username" defaultValue={values.search} />}
      </FilterField>
      <FilterField label="Role">{(id) => <Select id={id} name="role" options={roleOptions} defaultValue={values.role ?? ""} />}</FilterField>
      <FilterField label="Status">{(id) => <Select id={id} name="status" options={statuses} defaultValue={values.status ?? ""} />}</FilterField>
    </FilterBar>
  );
}
