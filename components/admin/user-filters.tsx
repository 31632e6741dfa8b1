import { FilterBar, FilterField, MoreFilters } from "@/components/ui/filter-bar";
import { Input } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import type { RoleTag } from "./user-row";

/** As in the address; the API's names, but for `search` (its `q`) and `order` (its `sort` and `direction`). */
export interface UserFilterValues {
  search?: string;
  role?: string;
  status?: string;
  order?: string;
  is_verified?: string;
  mfa_enabled?: string;
  is_deleted?: string;
  provider?: string;
  created_from?: string;
  created_to?: string;
  last_login_from?: string;
  last_login_to?: string;
  organization_id?: string;
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

const orders = [
  { value: "", label: "Newest first" },
  { value: "created_at:asc", label: "Oldest first" },
  { value: "name:asc", label: "Name, A to Z" },
  { value: "email:asc", label: "E-mail, A to Z" },
  { value: "username:asc", label: "Username, A to Z" },
  { value: "last_login_at:desc", label: "Last signed in" },
  { value: "last_login_at:asc", label: "Longest away" },
  { value: "status:asc", label: "By standing" },
];

const either = (yes: string, no: string) => [{ value: "", label: "Either" }, { value: "true", label: yes }, { value: "false", label: no }];

export function UserFilters({ values, roles, path = "/admin/users" }: UserFiltersProps) {
  const { search, role, status, order, organization_id: organizationId, ...more } = values;
  const roleOptions = [{ value: "", label: "Any role" }, ...roles.map(({ name, displayName }) => ({ value: name, label: displayName }))];
  return (
    <FilterBar key={JSON.stringify(values)} path={path} label="Filter users" active={Object.values(values).some(Boolean)} more={<RarerFilters {...more} />}>
      <FilterField label="Search" className="sm:min-w-56 sm:flex-1">
        {(id) => <SearchField id={id} name="search" placeholder="Name, e-mail or username" defaultValue={search} />}
      </FilterField>
      <FilterField half label="Role">{(id) => <Select id={id} name="role" options={roleOptions} defaultValue={role ?? ""} />}</FilterField>
      <FilterField half label="Status">{(id) => <Select id={id} name="status" options={statuses} defaultValue={status ?? ""} />}</FilterField>
      <FilterField label="Sort by">{(id) => <Select id={id} name="order" options={orders} defaultValue={order ?? ""} />}</FilterField>
      {organizationId && <input type="hidden" name="organization_id" value={organizationId} />}
    </FilterBar>
  );
}

type MoreValues = Omit<UserFilterValues, "search" | "role" | "status" | "order" | "organization_id">;

function RarerFilters(values: MoreValues) {
  const days = [["created_from", "Joined from"], ["created_to", "Joined until"], ["last_login_from", "Signed in from"], ["last_login_to", "Signed in until"]] as const;
  return (
    <MoreFilters isOpen={Object.values(values).some(Boolean)}>
      <FilterField half label="E-mail address">{(id) => <Select id={id} name="is_verified" options={either("Verified", "Not verified")} defaultValue={values.is_verified ?? ""} />}</FilterField>
      <FilterField half label="Second factor">{(id) => <Select id={id} name="mfa_enabled" options={either("Has one", "Has none")} defaultValue={values.mfa_enabled ?? ""} />}</FilterField>
      <FilterField half label="Deleted">{(id) => <Select id={id} name="is_deleted" options={[{ value: "", label: "Hidden" }, { value: "true", label: "Only deleted" }]} defaultValue={values.is_deleted ?? ""} />}</FilterField>
      <FilterField half label="Provider">{(id) => <Input id={id} name="provider" placeholder="local, admin, google …" maxLength={100} defaultValue={values.provider} />}</FilterField>
      {days.map(([name, label]) => <FilterField key={name} half label={label}>{(id) => <Input id={id} type="date" name={name} defaultValue={values[name]} />}</FilterField>)}
    </MoreFilters>
  );
}
