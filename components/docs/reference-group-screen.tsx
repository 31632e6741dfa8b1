import { PageHeader } from "@/components/ui/page-header";
import type { ReferenceOperation } from "./reference";
import { ReferenceFrame } from "./reference-frame";
import { ReferenceOperationView } from "./reference-operation";
import { ReferenceSearch } from "./reference-search";

export interface ReferenceGroupScreenProps {
  signedIn: boolean;
  title: string;
  operations: ReferenceOperation[];
}

/** `/docs/api/<group>`: every operation of one part in full. */
export function ReferenceGroupScreen({ signedIn, title, operations }: ReferenceGroupScreenProps) {
  return (
    <ReferenceFrame signedIn={signedIn}>
      <PageHeader title={title} crumbs={[{ label: "API reference", href: "/docs/api" }, { label: title }]} />
      <ReferenceSearch />
      <nav aria-label="On this page">
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          {operations.map(({ id, summary }) => <li key={id}><a href={`#${id}`} className="link text-sm">{summary}</a></li>)}
        </ul>
      </nav>
      {operations.map((operation) => <ReferenceOperationView key={operation.id} operation={operation} />)}
    </ReferenceFrame>
  );
}
