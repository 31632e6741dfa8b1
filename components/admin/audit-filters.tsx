import { FilterBar, FilterField } from "@/components/ui/filter-bar";
import { Input } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";

/** As in the address: `?action=&actor=&outcome=&from=&to=`; times are `YYYY-MM-DDTHH:MM` in UTC. */
export interface AuditFilterValues {
  action?: string;
  actor?: string;
  outcome?: string;
  from?: string;
  to?: string;
}

export interface AuditFiltersProps {
  values: AuditFilterValues;
  /** Every action that the product can write. */
  actions: string[];
  path?: string;
}

const outcomes = [
  { value: "", label: "Any outcome" },
  { value: "success", label: "Succeeded" },
  { value: "failure", label: "Failed or refused" },
];

export function AuditFilters({ values, actions, path = "/admin/audit" }: AuditFiltersProps) {
  const active = Object.values(values).some(Boolean);
  const actionOptions = [{ value: "", label: "Any action" }, ...actions.map((name) => ({ value: name, label: name }))];
  return (
    <FilterBar key={JSON.stringify(values)} path={path} label="Filter the audit trail" active={active}>
      <FilterField label="Action" className="sm:w-64">{(id) => <Select id={id} name="action" options={actionOptions} defaultValue={values.action ?? ""} />}</FilterField>
      <FilterField label="Actor" className="sm:min-w-96 sm:flex-1">
        {(id) => <SearchField id={id} name="actor" placeholder="E-mail or id" defaultValue={values.actor} />}
      </FilterField>
      <FilterField label="Outcome">{(id) => <Select id={id} name="outcome" options={outcomes} defaultValue={values.outcome ?? ""} />}</FilterField>
      <FilterField label="From (UTC)" className="sm:w-52">{(id) => <Input id={id} type="datetime-local" name="from" defaultValue={values.from} />}</FilterField>
      <FilterField label="To (UTC)" className="sm:w-52">{(id) => <Input id={id} type="datetime-local" name="to" defaultValue={values.to} />}</FilterField>
    </FilterBar>
  );
}
