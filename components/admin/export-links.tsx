import { Button } from "@/components/ui/button";

/** Plain links, because a download is no page: what the filter shows, all of it. */
export function ExportLinks({ csv, ndjson }: { csv: string; ndjson: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button asChild variant="secondary" size="sm"><a href={csv} download>Export CSV</a></Button>
      <Button asChild variant="secondary" size="sm"><a href={ndjson} download>Export NDJSON</a></Button>
    </div>
  );
}
