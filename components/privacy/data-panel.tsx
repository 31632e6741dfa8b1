import { Download } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";

export interface DataPanelProps {
  /** A plain link: what it answers is a file, or the question who is there. */
  exportHref: string;
  /** It was just confirmed who is there, for this. */
  isReady: boolean;
}

/** Takes one's data along. */
export function DataPanel({ exportHref, isReady }: DataPanelProps) {
  return (
    <Card id="data">
      <CardHeader title="Your data" description="Everything that is kept about you here, as one JSON file: profile, organizations, sessions, devices, ways to sign in, and what happened. No passwords and no keys." />
      <CardBody className="grid justify-items-start gap-4">
        {isReady && <Alert tone="success" className="w-full">Confirmed. Your download is ready.</Alert>}
        <a href={exportHref} className={buttonVariants({ variant: "secondary" })}>
          <Download aria-hidden="true" className="size-4" />
          Download my data
        </a>
      </CardBody>
    </Card>
  );
}
