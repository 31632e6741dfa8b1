import { Avatar } from "@/components/ui/avatar";
import { Card, CardHeader } from "@/components/ui/card";
import { FilterBar, FilterField } from "@/components/ui/filter-bar";
import type { FormAction } from "@/components/ui/form-state";
import { SearchField } from "@/components/ui/search-field";
import { OrganizationForm } from "./organization-form";

export interface Candidate {
  id: string;
  name: string;
  email: string;
  avatarUrl?: string | null;
}

export interface AddMemberProps {
  organizationId: string;
  /** What was searched for: `?person=`. */
  search?: string;
  /** Who was found. */
  candidates: Candidate[];
  /** Receives `organization_id` and `user_id`. */
  action: FormAction;
}

/** For whoever sees everybody: finds an account and makes it a member. */
export function AddMember({ organizationId, search, candidates, action }: AddMemberProps) {
  return (
    <Card className="overflow-hidden">
      <CardHeader title="Add a member" description="Somebody who has an account." className="pb-4" />
      <FilterBar path={`/organizations/${organizationId}`} label="Find somebody to add" active={Boolean(search)}>
        <FilterField label="Person" className="sm:min-w-56 sm:flex-1">
          {(id) => <SearchField id={id} name="person" placeholder="Name, e-mail or username" defaultValue={search} />}
        </FilterField>
      </FilterBar>
      {search && candidates.length === 0 && <p className="px-5 py-4 text-sm text-muted-foreground sm:px-6">Nobody else matches.</p>}
      <ul className="divide-y">
        {candidates.map(({ id, name, email, avatarUrl }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-5 py-3 sm:px-6">
            <Avatar name={name} src={avatarUrl} />
            <span className="grid min-w-0 flex-1 basis-40 text-sm">
              <span className="truncate font-medium">{name}</span>
              <span className="truncate text-muted-foreground">{email}</span>
            </span>
            <OrganizationForm action={action} values={{ organization_id: organizationId, user_id: id }} label="Add" ariaLabel={`Add ${name}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
