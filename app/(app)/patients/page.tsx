import type { Metadata } from "next";
import Link from "next/link";
import { PatientTable } from "@/components/patients/patient-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { holds } from "@/lib/access/policy";
import { listPatients } from "@/lib/features/patients/operations/list-patients";
import { can } from "@/lib/http/access";
import { tryFilters } from "@/lib/http/try-filters";
import { page } from "@/app/page-maker";

export const metadata: Metadata = { title: "Patients" };

export const access = can("patients.view");

export default page(access, async ({ run, viewer, search }) => {
  const { output, problem } = await tryFilters(run(listPatients, { query: { cursor: search.cursor } }));
  return (
    <div className="grid gap-8">
      <PageHeader
        title="Patients" description="Opening this list is recorded, with everybody who is on it."
        actions={holds(viewer, "patients.create") && <Button asChild><Link href="/patients/new">Add a patient</Link></Button>}
      />
      <Card className="overflow-hidden">
        {problem && <p className="px-6 py-4">This place in the list is not valid any more. <Link href="/patients" className="link">Begin again</Link></p>}
        {output && (
          <>
            <PatientTable patients={output.patients} />
            <Pagination
              summary={`${output.patients.length} of ${output.total.toLocaleString("en")}`} label="Pages of patients" previousLabel="Newest" nextLabel="Older"
              previousHref={search.cursor ? "/patients" : undefined}
              nextHref={output.next_cursor ? `/patients?cursor=${encodeURIComponent(output.next_cursor)}` : undefined}
            />
          </>
        )}
      </Card>
    </div>
  );
});
