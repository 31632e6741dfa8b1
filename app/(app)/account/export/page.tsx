import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";

export const metadata: Metadata = { title: "Your data" };
export const access = signedIn();

/** Shows nothing: on to the file, or first to the question who is there, which a link to a file could not ask. */
export default page(
  access,
  async ({ viewer, run }) => {
    const { is_recent: isRecent } = await run(showProof);
    if (isRecent) redirect("/api/auth/account/export");
    const back = viewer.deletionDueAt ? "/restore" : "/account?export=ready#data";
    redirect(`/reauthenticate?return_to=${encodeURIComponent(back)}`);
  },
  { whileDue: ["kept_account"] },
);
