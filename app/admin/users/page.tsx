import type { Metadata } from "next";
import Link from "next/link";
import { BulkForm } from "@/components/admin/bulk-form";
import { FilterTrouble } from "@/components/admin/filter-trouble";
import { UserFilters } from "@/components/admin/user-filters";
import { UserTable } from "@/components/admin/user-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { can } from "@/lib/http/access";
import { Gate } from "@/app/gate";
import { page } from "@/app/page-maker";
import { tryFilters } from "@/lib/http/try-filters";
import { withQuery } from "../with-query";
import { bulkAction } from "./actions";
import { bulkOptions } from "./bulk-options";
import { filtersOf, queryOf } from "./user-query";
import { userPages } from "./user-pages";
import { toUserRow } from "./user-row";

export const metadata: Metadata = { title: "Users" };

export const access = can("users.view");

const BULK_FORM = "bulk";

export default page(access, async ({ run, viewer, search }) => {
  const values = filtersOf(search);
  const query = { ...queryOf(values), page: search.page, cursor: search.cursor, include_roles: "true" };
  const { output, problem } = await tryFilters(run(listUsers, { query }));
  const roles = output?.role_options ?? [];
  const bulk = bulkOptions(viewer);
  const givable = bulk.some(({ value }) => value === "assign_role") ? roles.map(({ id, display_name: label }) => ({ value: id, label })) : [];
  return (
    <div className="grid gap-8">
      <PageHeader
        title="Users" description="Everybody with an account." crumbs={[{ label: "Administration", href: "/admin" }, { label: "Users" }]}
        actions={<ListActions query={queryOf(values)} />}
      />
      <Card className="group/list overflow-clip">
        <UserFilters values={values} roles={roles.map(({ name, display_name }) => ({ name, displayName: display_name }))} />
        {problem && <FilterTrouble problem={problem} names={{ q: "Search", sort: "Sort by" }} />}
        {output && (
          <>
            <UserTable users={output.users.map(toUserRow)} filtered={Object.values(values).some(Boolean)} form={bulk.length > 0 ? BULK_FORM : undefined} />
            {bulk.length > 0 && output.users.length > 0 && <BulkForm id={BULK_FORM} actions={bulk} roles={givable} action={bulkAction} />}
            <Pagination {...userPages(output, values)} label="Pages of users" />
          </>
        )}
      </Card>
    </div>
  );
});

function ListActions({ query }: { query: Record<string, string | undefined> }) {
  const file = (format: string) => withQuery("/api/admin/users/export", { ...query, format });
  return (
    <>
      <Gate permission="users.export">
        <Button asChild variant="secondary" size="sm"><a href={file("csv")} download>Export CSV</a></Button>
        <Button asChild variant="secondary" size="sm"><a href={file("json")} download>Export JSON</a></Button>
      </Gate>
      <Gate permission="users.import"><Button asChild variant="secondary" size="sm"><Link href="/admin/users/import">Import</Link></Button></Gate>
    </>
  );
}
