import type { Metadata } from "next";
import { CreateOrganizationForm } from "@/components/organizations/create-organization-form";
import { OrganizationTable } from "@/components/organizations/organization-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { page } from "@/app/page-maker";
import { scopeOf } from "@/lib/access/policy";
import { env } from "@/lib/env";
import { listOrganizations } from "@/lib/features/organizations/operations/list-organizations";
import { signedIn } from "@/lib/http/access";
import { switchAction } from "../actions";
import { createAction } from "./actions";
import { organizationPages } from "./organization-pages";
import { toOrganizationRow } from "./organization-row";

export const metadata: Metadata = { title: "Organizations" };

export const access = signedIn();

export default page(access, async ({ run, viewer, search }) => {
  const listed = await run(listOrganizations, { query: { page: search.page, cursor: search.cursor } });
  const mayCreate = env.organizationsCreate === "members" || scopeOf(viewer, "organizations.create").kind === "platform";
  return (
    <div className="grid gap-8">
      <PageHeader title="Organizations" description="Those that you belong to. Your roles apply in the one that is active." />
      <Card className="overflow-hidden">
        <OrganizationTable organizations={listed.organizations.map(toOrganizationRow)} switchAction={switchAction} empty="Create one, or ask to be added to one." />
        <Pagination {...organizationPages(listed, "/organizations")} label="Pages of organizations" />
      </Card>
      {mayCreate && <CreateOrganizationForm action={createAction} />}
    </div>
  );
});
