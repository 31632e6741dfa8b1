import type { Metadata } from "next";
import { PatientForm } from "@/components/patients/patient-form";
import { PatientRecord } from "@/components/patients/patient-record";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { PageHeader } from "@/components/ui/page-header";
import { holds } from "@/lib/access/policy";
import { getPatient } from "@/lib/features/patients/operations/get-patient";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { deleteRecord, saveRecord } from "../actions";

export const metadata: Metadata = { title: "Patient" };

export const access = can("patients.view");

export default page(access, async ({ run, viewer, params }) => {
  const patient = await run(getPatient, { params });
  const isOwn = patient.owner_id === viewer.userId;
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title={patient.name} crumbs={[{ label: "Patients", href: "/patients" }, { label: patient.name }]}
        actions={(isOwn || holds(viewer, "patients.delete")) && (
          <ConfirmForm
            action={deleteRecord} values={{ patient_id: patient.id }} label="Delete record" confirmLabel="Delete record"
            title={`Delete the record of ${patient.name}?`} description="The record is gone for good. Who read and changed it stays in the audit trail."
          />
        )}
      />
      {isOwn || holds(viewer, "patients.edit") ? <PatientForm patient={patient} action={saveRecord} /> : <PatientRecord patient={patient} />}
    </div>
  );
});
