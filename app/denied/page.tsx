import type { Metadata } from "next";
import { DeniedView } from "@/components/shell/denied-view";
import { StatusPage } from "@/components/shell/status-page";
import { anyone } from "@/lib/http/access";
import { judgeDeniedPage } from "@/lib/http/denied";
import { page } from "@/app/page-maker";

export const metadata: Metadata = { title: "Not allowed" };

/** Anyone's, because the gate sends people here whatever they hold; reached in any other way it is a 404. */
export const access = anyone();

export default page(access, async ({ ctx }) => {
  const viewer = await judgeDeniedPage(ctx);
  return (
    <StatusPage signedIn>
      <DeniedView reference={ctx.requestId} email={viewer.email} />
    </StatusPage>
  );
});
