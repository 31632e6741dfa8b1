import { FilterBar, FilterField, MoreFilters } from "@/components/ui/filter-bar";
import { Input } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";

/** As in the address: `?action=&actor=&outcome=&from=&to=…`; times are `YYYY-MM-DDTHH:MM` in UTC. */
export interface AuditFilterValues {
  action?: string;
  actor?: string;
  outcome?: string;
  from?: string;
  to?: string;
  q?: string;
  stream?: string;
  protected?: string;
  resource_type?: string;
  resource_id?: string;
  ip?: string;
  session_id?: string;
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

const streams = [
  { value: "", label: "Everything" },
  { value: "audit", label: "Security and administration" },
  { value: "activity", label: "Activity" },
];

const protectedOptions = [
  { value: "", label: "With or without" },
  { value: "yes", label: "Health information seen" },
  { value: "no", label: "None seen" },
];

export function AuditFilters({ values, actions, path = "/admin/audit" }: AuditFiltersProps) {
  const active = Object.values(values).some(Boolean);
  const actionOptions = [{ value: "", label: "Any action" }, ...actions.map((name) => ({ value: name, label: name }))];
  return (
    <FilterBar key={JSON.stringify(values)} path={path} label="Filter the audit trail" active={active} more={<RarerFilters values={values} />}>
      <FilterField half label="Action" className="sm:w-64">{(id) => <Select id={id} name="action" options={actionOptions} defaultValue={values.action ?? ""} />}</FilterField>
      <FilterField half label="Outcome">{(id) => <Select id={id} name="outcome" options={outcomes} defaultValue={values.outcome ?? ""} />}</FilterField>
      <FilterField label="Actor" className="sm:min-w-80 sm:flex-1">
        {(id) => <SearchField id={id} name="actor" placeholder="E-mail or id" defaultValue={values.actor} />}
      </FilterField>
      <FilterField label="From (UTC)" className="sm:w-52">{(id) => <Input id={id} type="datetime-local" name="from" defaultValue={values.from} />}</FilterField>
      <FilterField label="To (UTC)" className="sm:w-52">{(id) => <Input id={id} type="datetime-local" name="to" defaultValue={values.to} />}</FilterField>
    </FilterBar>
  );
}

function RarerFilters({ values }: { values: AuditFilterValues }) {
  const { q, stream, protected: phi, resource_type: type, resource_id: resource, ip, session_id: session } = values;
  return (
    <MoreFilters isOpen={[q, stream, phi, type, resource, ip, session].some(Boolean)}>
      <FilterField label="Request or IP address" className="sm:min-w-72 sm:flex-1">{(id) => <SearchField id={id} name="q" defaultValue={q} />}</FilterField>
      <FilterField label="Stream" className="sm:w-60">{(id) => <Select id={id} name="stream" options={streams} defaultValue={stream ?? ""} />}</FilterField>
      <FilterField label="Health information" className="sm:w-56">{(id) => <Select id={id} name="protected" options={protectedOptions} defaultValue={phi ?? ""} />}</FilterField>
      <FilterField half label="Kind of resource">{(id) => <Input id={id} name="resource_type" maxLength={100} defaultValue={type} />}</FilterField>
      <FilterField half label="Resource">{(id) => <Input id={id} name="resource_id" maxLength={254} defaultValue={resource} />}</FilterField>
      <FilterField label="IP address">{(id) => <Input id={id} name="ip" maxLength={64} defaultValue={ip} />}</FilterField>
      <FilterField label="Session" className="sm:w-80">{(id) => <Input id={id} name="session_id" maxLength={36} defaultValue={session} />}</FilterField>
    </MoreFilters>
  );
}
