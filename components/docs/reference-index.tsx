import Link from "next/link";
import { SearchX } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { MethodBadge } from "./method-badge";
import type { ReferenceGroup } from "./reference";
import { ReferenceBasics } from "./reference-basics";
import { ReferenceFrame } from "./reference-frame";
import { ReferenceSearch } from "./reference-search";

export interface ReferenceIndexProps {
  signedIn: boolean;
  groups: ReferenceGroup[];
  query: string;
}

/** `/docs/api`: what is the same everywhere, and every operation by what it is about. */
export function ReferenceIndex({ signedIn, groups, query }: ReferenceIndexProps) {
  return (
    <ReferenceFrame signedIn={signedIn}>
      <PageHeader
        title="API reference" description="Made from the OpenAPI document of this server. Every example was sent to it, and every answer came from it."
        actions={<a href="/api/openapi.json" className="link text-sm">openapi.json</a>}
      />
      <ReferenceSearch query={query} />
      {!query && <ReferenceBasics />}
      {groups.map((group) => <Group key={group.name} group={group} />)}
      {groups.length === 0 && <Card><EmptyState icon={SearchX} title="Nothing has all these words" description="Try a part of a path, a permission, an audit action or an error's code." /></Card>}
    </ReferenceFrame>
  );
}

function Group({ group: { name, title, href, operations } }: { group: ReferenceGroup }) {
  return (
    <section aria-labelledby={`group-${name}`} className="grid gap-3">
      <h2 id={`group-${name}`} className="text-lg font-semibold"><Link href={href} prefetch={false} className="hover:underline">{title}</Link></h2>
      <Card className="overflow-hidden">
        <ul className="divide-y">
          {operations.map((operation) => (
            <li key={operation.id}>
              <Link href={operation.href} prefetch={false} className="grid gap-x-4 gap-y-1 px-5 py-3 transition-colors hover:bg-sunken focus-visible:-outline-offset-2 md:grid-cols-[5rem_1fr_auto] md:items-center">
                <MethodBadge method={operation.method} />
                <span className="grid min-w-0 gap-0.5">
                  <span className="font-mono text-sm break-words">{operation.path}</span>
                  <span className="text-sm text-muted-foreground">{operation.summary}</span>
                </span>
                <span className="text-xs text-muted-foreground md:text-right">{operation.access}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
