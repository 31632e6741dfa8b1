import { HeartPulse } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDay } from "@/components/ui/format-instant";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { WirePatient } from "@/lib/features/patients/schema";

export function PatientTable({ patients }: { patients: WirePatient[] }) {
  if (patients.length === 0) return <EmptyState icon={HeartPulse} title="No patients yet" description="They appear as soon as somebody adds one." />;
  return (
    <Table aria-label="Patients">
      <TableHead>
        <TableRow>{["Patient", "Record number", "Born", "Added"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
      </TableHead>
      <TableBody>{patients.map((patient) => <PatientLine key={patient.id} patient={patient} />)}</TableBody>
    </Table>
  );
}

function PatientLine({ patient: { id, name, record_number: recordNumber, date_of_birth: born, created_at: createdAt } }: { patient: WirePatient }) {
  return (
    <TableRow>
      <TableCell lead><Link href={`/patients/${id}`} className="link font-medium break-words">{name}</Link></TableCell>
      <TableCell label="Record number" className="whitespace-nowrap tabular-nums">{recordNumber}</TableCell>
      <TableCell label="Born" className="whitespace-nowrap text-muted-foreground tabular-nums">{born ? formatDay(born) : "Not known"}</TableCell>
      <TableCell label="Added" className="whitespace-nowrap text-muted-foreground"><RelativeTime at={createdAt} /></TableCell>
    </TableRow>
  );
}
