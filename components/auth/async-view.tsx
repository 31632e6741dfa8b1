import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { LoadingNote } from "./loading-note";

export interface AsyncLook {
  /** Default true; false: nothing is drawn while waiting. */
  showLoading?: boolean;
  /** Instead of our own note. */
  loadingComponent?: ReactNode;
  /** Instead of our own alert, which offers to try again. */
  errorComponent?: ReactNode | ((trouble: { error: string; retry: () => void }) => ReactNode);
}

export interface AsyncViewProps extends AsyncLook {
  /** "Loading sessions" */
  loadingLabel: string;
  /** Waiting for the first answer. */
  loading: boolean;
  error: string | null;
  retry: () => void;
  children: ReactNode;
}

/** What is asked of the API, once it is there; until then, that it is awaited; else, what went wrong. */
export function AsyncView({ showLoading = true, loadingComponent, errorComponent, loadingLabel, loading, error, retry, children }: AsyncViewProps) {
  if (error !== null) {
    if (typeof errorComponent === "function") return errorComponent({ error, retry });
    return errorComponent ?? <Trouble error={error} retry={retry} />;
  }
  if (!loading) return children;
  return showLoading ? (loadingComponent ?? <LoadingNote>{loadingLabel}</LoadingNote>) : null;
}

function Trouble({ error, retry }: { error: string; retry: () => void }) {
  return (
    <Alert tone="danger">
      {error}
      <Button variant="secondary" size="sm" className="mt-3 flex" onClick={retry}>Try again</Button>
    </Alert>
  );
}
