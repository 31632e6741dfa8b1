import { DeniedView } from "@/components/shell/denied-view";
import { NotFoundView } from "@/components/shell/not-found-view";
import { UnavailableView } from "@/components/shell/unavailable-view";
import { makePage } from "@/lib/http/page";

/** Every page is made with this: `export default page(access, async ({ viewer, run }) => …)`. */
export const page = makePage({
  denied: ({ viewer, reference, required }) => <DeniedView reference={reference} email={viewer.email} permission={required[0]} />,
  notFound: () => <NotFoundView />,
  unavailable: ({ reference }) => <UnavailableView reference={reference} retryHref="" />,
});
