import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountScreen } from "@/components/account/account-screen";
import { ActivityList } from "@/components/account/activity-list";
import { Pagination } from "@/components/ui/pagination";
import { VALIDATION_ERROR } from "@/lib/errors";
import { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { toActivityRow } from "./activity-row";

export const metadata: Metadata = { title: "Activity" };
export const access = signedIn();

const HERE = "/account/activity";
const SHOWN = "25";

/** A cursor that was cut or made up leads to the beginning. */
function fromTheStart(error: unknown): never {
  if ((error as { code?: unknown } | null)?.code === VALIDATION_ERROR.code) redirect(HERE);
  throw error;
}

export default page(access, async ({ run, search: { cursor } }) => {
  const { logs, next_cursor: next } = await run(listOwnLogs, { query: { limit: SHOWN, cursor } }).catch(fromTheStart);
  const footer = (cursor !== undefined || next !== null) && (
    <Pagination
      previousHref={cursor === undefined ? undefined : HERE}
      nextHref={next === null ? undefined : `${HERE}?cursor=${encodeURIComponent(next)}`}
      previousLabel="Newest"
      nextLabel="Older"
      label="Pages of activity"
    />
  );
  return (
    <AccountScreen title="Activity" description="What you did, and what was done to your account.">
      <ActivityList events={logs.map(toActivityRow)} footer={footer} />
    </AccountScreen>
  );
});
