import type { Metadata } from "next";
import { Dashboard } from "@/components/dashboard/dashboard";
import { ConfirmAddressNotice } from "@/components/verification/confirm-address-notice";
import { CATALOGUE } from "@/lib/access/catalogue";
import { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import { listOwnPermissions } from "@/lib/features/rbac/operations/list-own-permissions";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { resendAction } from "../../(auth)/verification-actions";
import { toActivityRow } from "../account/activity/activity-row";

export const metadata: Metadata = { title: "Dashboard" };
export const access = signedIn();

/** Permissions that open nothing yet are nothing that somebody may do. */
const PENDING: ReadonlySet<string> = new Set(CATALOGUE.filter(({ pending }) => pending).map(({ name }) => name));

export default page(access, async ({ viewer, run }) => {
  const [{ count }, { permissions }, { logs }] = await Promise.all([
    run(listOwnSessions),
    run(listOwnPermissions),
    run(listOwnLogs, { query: { limit: "6" } }),
  ]);
  return (
    <Dashboard
      notice={!viewer.isEmailVerified && <ConfirmAddressNotice email={viewer.email} resend={resendAction} />}
      name={viewer.firstName ?? viewer.username}
      sessionCount={count}
      roles={viewer.roles.map((role) => role.displayName)}
      permissions={permissions.filter((name) => !PENDING.has(name))}
      recent={logs.map(toActivityRow)}
    />
  );
});
