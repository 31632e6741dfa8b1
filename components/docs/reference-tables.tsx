import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ReferenceError, ReferenceParameter } from "./reference";

export function ParameterTable({ parameters }: { parameters: ReferenceParameter[] }) {
  return (
    <div className="overflow-hidden rounded-lg border">
      <Table>
        <TableHead><TableRow><TableHeader>Parameter</TableHeader><TableHeader>In</TableHeader><TableHeader>Type</TableHeader><TableHeader>Meaning</TableHeader></TableRow></TableHead>
        <TableBody>
          {parameters.map(({ name, place, type, required, description }) => (
            <TableRow key={`${place} ${name}`}>
              <TableCell lead className="font-mono">{name}</TableCell>
              <TableCell label="In">{place}</TableCell>
              <TableCell label="Type" className="font-mono text-xs break-words">{type}</TableCell>
              <TableCell label="Meaning">{[required && place === "query" ? "Required." : "", description].filter(Boolean).join(" ")}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** Closed at first; a browser's find opens it. */
export function ErrorTable({ errors }: { errors: ReferenceError[] }) {
  return (
    <details>
      <summary className="link w-fit text-sm">{`Errors (${errors.length})`}</summary>
      <div className="mt-3 overflow-hidden rounded-lg border">
        <Table>
          <TableHead><TableRow><TableHeader>Status</TableHeader><TableHeader>Code</TableHeader><TableHeader>Sentence</TableHeader></TableRow></TableHead>
          <TableBody>
            {errors.map(({ status, code, sentence }) => (
              <TableRow key={`${status} ${code}`}>
                <TableCell label="Status">{status}</TableCell>
                <TableCell lead className="font-mono text-xs">{code}</TableCell>
                <TableCell label="Sentence">{sentence}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}
