import type { Metadata } from "next";
import { ImportForm } from "@/components/admin/import-form";
import { CodedText } from "@/components/docs/coded-text";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { inputShape, userFields } from "@/lib/hooks/user-fields";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { importAction } from "./actions";

export const metadata: Metadata = { title: "Import users" };

const OTHER_COLUMNS = ["username", "first_name", "last_name", "phone_number", "role", "is_verified", ...Object.keys(inputShape(userFields, "admin"))];

export const access = can("users.import");

export default page(access, async () => (
  <div className="grid gap-8">
    <PageHeader
      title="Import users" description="Accounts from a CSV file. You see what would happen before anything is created."
      crumbs={[{ label: "Administration", href: "/admin" }, { label: "Users", href: "/admin/users" }, { label: "Import" }]}
    />
    <Card>
      <CardHeader title="The file" description={<CodedText text={`UTF-8, at most 2,000 rows and 1 MiB. The first line names the columns: \`email\`, and as you like ${OTHER_COLUMNS.map((name) => `\`${name}\``).join(", ")}.`} />} />
      <CardBody><ImportForm action={importAction} /></CardBody>
    </Card>
  </div>
));
