import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { SearchField } from "@/components/ui/search-field";
import { SubmitButton } from "@/components/ui/submit-button";

const PATH = "/docs/api";

/** A GET form, so that a search has an address and needs no JavaScript. */
export function ReferenceSearch({ query = "" }: { query?: string }) {
  return (
    <Form action={PATH} role="search" aria-label="Search the reference" className="flex flex-wrap gap-2">
      <SearchField name="q" key={query} defaultValue={query} label="Words of a path, permission, audit action or error" placeholder="ban, users.view …" className="min-w-0 flex-1 basis-64" />
      <SubmitButton variant="secondary">Search</SubmitButton>
      {query && <Button asChild variant="ghost"><Link href={PATH}>Clear</Link></Button>}
    </Form>
  );
}
