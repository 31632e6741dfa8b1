import type { Metadata } from "next";
import { PatientForm } from "@/components/patients/patient-form";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { takeIn } from "../actions";

export const metadata: Metadata = { title: "Add a patient" };

export const access = can("patients.create");

export default page(access, async () => (
  <div className="grid max-w-3xl gap-8">
    <PageHeader title="Add a patient" crumbs={[{ label: "Patients", href: "/patients" }, { label: "Add" }]} />
    <PatientForm action={takeIn} />
  </div>
));
