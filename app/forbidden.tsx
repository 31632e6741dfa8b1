import type { Metadata } from "next";
import { DeniedView } from "@/components/shell/denied-view";
import { StatusPage } from "@/components/shell/status-page";
import { currentViewer, pageContext } from "@/lib/http/page";

export const metadata: Metadata = { title: "Not allowed" };

/** What a page that refuses by itself shows: the same as where the gate has refused before it. */
export default async function Forbidden() {
  const { requestId } = await pageContext();
  const viewer = await currentViewer();
  return (
    <StatusPage signedIn={viewer !== null}>
      <DeniedView reference={requestId} email={viewer?.email} />
    </StatusPage>
  );
}
