import type { Metadata } from "next";
import { FilterTrouble } from "@/components/admin/filter-trouble";
import { UserFilters } from "@/components/admin/user-filters";
import { UserTable } from "@/components/admin/user-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tryFilters } from "@/lib/http/try-filters";
import { userPages } from "./user-pages";
import { toUserRow } from "./user-row";

export const metadata: Metadata = { title: "Users" };

export const access = can("users.view");

export default page(access, async ({ run, search }) => {
  const values = { search: search.search, role: search.role, status: search.status };
  const query = { q: values.search, role: values.role, status: values.status, page: search.page, cursor: search.cursor, include_roles: "true" };
  const { output, problem } = await tryFilters(run(listUsers, { query }));
  const roles = output?.role_options ?? [];
  return (
    <div className="grid gap-8">
      <PageHeader title="Users" description="Everybody with an account, newest first." crumbs={[{ label: "Administration", href: "/admin" }, { label: "Users" }]} />
      <Card className="overflow-hidden">
        <UserFilters values={values} roles={roles.map(({ name, display_name }) => ({ name, displayName: display_name }))} />
        {problem && <FilterTrouble problem={problem} names={{ q: "Search" }} />}
        {output && (
          <>
            <UserTable users={output.users.map(toUserRow)} filtered={Object.values(values).some(Boolean)} />
            <Pagination {...userPages(output, values)} label="Pages of users" />
          </>
        )}
      </Card>
    </div>
  );
});
