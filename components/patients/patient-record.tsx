import { Card, CardBody } from "@/components/ui/card";
import { formatDay } from "@/components/ui/format-instant";
import type { WirePatient } from "@/lib/features/patients/schema";

/** A record for those who may read and not change it. */
export function PatientRecord({ patient }: { patient: WirePatient }) {
  const lines = [["Record number", patient.record_number], ["Date of birth", patient.date_of_birth ? formatDay(patient.date_of_birth) : "Not known"], ["Notes", patient.notes ?? "None"]];
  return (
    <Card>
      <CardBody className="pt-5">
        <dl className="grid gap-4 text-sm">
          {lines.map(([name, value]) => (
            <div key={name} className="grid gap-1">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="break-words whitespace-pre-line">{value}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
