import { ConnectionList } from "@/components/account/connection-list";
import { Alert } from "@/components/ui/alert";
import { connectDoors } from "@/lib/auth/provider-doors";
import { refusalSentence } from "@/lib/auth/refusal-sentence";
import type { Connection } from "@/lib/features/connections/schema";
import { disconnectProvider } from "./actions";

export interface ConnectionSectionProps {
  connections: Connection[];
  search: { notice?: string; error?: string };
}

/** What came of a way to a provider stands above the list, because the browser was elsewhere meanwhile. */
export function ConnectionSection({ connections, search }: ConnectionSectionProps) {
  const trouble = refusalSentence(search.error);
  return (
    <>
      {search.notice === "connected" && <Alert tone="success">The provider is connected. From now on it signs you in, too.</Alert>}
      {trouble && <Alert tone="danger" title="The provider was not connected">{trouble}</Alert>}
      <ConnectionList connections={connections} doors={connectDoors()} disconnectAction={disconnectProvider} />
    </>
  );
}
