import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { SessionList } from "@/components/account/session-list";
import { toSessionRow } from "@/components/account/to-session-row";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { endOthers, endSession } from "./actions";

export const metadata: Metadata = { title: "Sessions" };
export const access = signedIn();

export default page(access, async ({ run }) => {
  const { sessions } = await run(listOwnSessions);
  return (
    <AccountScreen title="Sessions" description="Every browser and app that is signed in as you.">
      <SessionList sessions={sessions.map(toSessionRow)} endAction={endSession} endOthersAction={endOthers} />
    </AccountScreen>
  );
});
