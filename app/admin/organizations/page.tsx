import type { Metadata } from "next";
import { FilterTrouble } from "@/components/admin/filter-trouble";
import { OrganizationTable } from "@/components/organizations/organization-table";
import { Card } from "@/components/ui/card";
import { FilterBar, FilterField } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { page } from "@/app/page-maker";
import { organizationPages } from "@/app/(app)/organizations/organization-pages";
import { toOrganizationRow } from "@/app/(app)/organizations/organization-row";
import { listAllOrganizations } from "@/lib/features/organizations/operations/list-all-organizations";
import { can } from "@/lib/http/access";
import { tryFilters } from "@/lib/http/try-filters";

export const metadata: Metadata = { title: "All organizations" };

export const access = can("organizations.view");

const PATH = "/admin/organizations";

export default page(access, async ({ run, search }) => {
  const filters = { search: search.search };
  const { output, problem } = await tryFilters(run(listAllOrganizations, { query: { q: filters.search, page: search.page, cursor: search.cursor } }));
  return (
    <div className="grid gap-8">
      <PageHeader title="All organizations" description="All that you may see, newest first." crumbs={[{ label: "Administration", href: "/admin" }, { label: "All organizations" }]} />
      <Card className="overflow-hidden">
        <FilterBar path={PATH} label="Filter organizations" active={Boolean(filters.search)}>
          <FilterField label="Search" className="sm:min-w-56 sm:flex-1">
            {(id) => <SearchField id={id} name="search" placeholder="Name or slug" defaultValue={filters.search} />}
          </FilterField>
        </FilterBar>
        {problem && <FilterTrouble problem={problem} names={{ q: "Search" }} />}
        {output && (
          <>
            <OrganizationTable organizations={output.organizations.map(toOrganizationRow)} empty="None matches." />
            <Pagination {...organizationPages(output, PATH, filters)} label="Pages of organizations" />
          </>
        )}
      </Card>
    </div>
  );
});
