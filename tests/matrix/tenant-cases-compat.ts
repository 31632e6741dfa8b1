/** How the addresses of other systems are tried across tenants: with their own names for things (tenant-cases.ts says how). */
import type { RawInput } from "@/lib/operation";
import type { TenantCase } from "./tenant-cases";
import type { Own, Target } from "./tenant-world";

const apart = (reason: string): TenantCase => ({ apart: reason });
const plain: TenantCase = { reads: () => [{}] };
const NOBODY_YET = apart("nobody is signed in yet, or the session is the caller's own");
const NEW_ACCOUNT = apart("as user.create: the new account joins the caller's organization");
const OWN_ONLY = apart("takes no id: acts on the caller's own account");

const asked = (...queries: ((target: Target) => Record<string, string>)[]) => (target: Target): RawInput[] => [{}, ...queries.map((query) => ({ query: query(target) }))];

const PEOPLE = asked(({ word }) => ({ search: word }), ({ email }) => ({ search: email }), () => ({ role: "manager" }), () => ({ per_page: "100" }));

const actsOnPerson = (input: Record<string, unknown> = {}): TenantCase => ({ names: ({ userId }) => [{ params: { id: userId }, input }] });

const readsPerson: TenantCase = {
  names: ({ userId }) => [{ params: { id: userId } }],
  reads: (_, { sharedId, colleagueId }) => [{ params: { id: sharedId } }, { params: { id: colleagueId } }],
};

const ourRole = ({ roleId }: Own) => ({ id: roleId });

const scribes: Record<string, TenantCase> = {
  "compat.scribes-register": NOBODY_YET,
  "compat.scribes-login": NOBODY_YET,
  "compat.scribes-refresh": NOBODY_YET,
  "compat.scribes-logout": NOBODY_YET,
  "compat.scribes-request-reset": NOBODY_YET,
  "compat.scribes-reset-password": NOBODY_YET,
  "compat.backend-forgot-password": NOBODY_YET,
  "compat.backend-reset-password": NOBODY_YET,
  "compat.scribes-me": plain,
};

const reprotech: Record<string, TenantCase> = {
  "compat.reprotech-refresh": NOBODY_YET,
  "compat.reprotech-list-users": { reads: PEOPLE },
  "compat.reprotech-create-user": NEW_ACCOUNT,
  "compat.reprotech-get-user": readsPerson,
  "compat.reprotech-update-user": actsOnPerson({ first_name: "Renamed" }),
  "compat.reprotech-delete-user": actsOnPerson(),
  "compat.reprotech-reset-password": actsOnPerson(),
  "compat.reprotech-analytics": plain,
  "compat.reprotech-list-roles": plain,
  "compat.reprotech-create-role": { shared: () => ({ input: { name: "Made by a tenant" } }) },
  "compat.reprotech-get-role": { reads: (_, own) => [{ params: ourRole(own) }] },
  "compat.reprotech-update-role": { shared: (own) => ({ params: ourRole(own), input: { name: "Renamed" } }) },
  "compat.reprotech-delete-role": { shared: (own) => ({ params: ourRole(own) }) },
  "compat.reprotech-list-audit": { reads: asked(({ email }) => ({ user: email }), ({ word }) => ({ user: word }), () => ({ action: "login_failed" })) },
  "compat.reprotech-export-audit": { reads: asked(({ email }) => ({ user: email }), () => ({ action: "login" })) },
};

const backend: Record<string, TenantCase> = {
  "compat.backend-login": NOBODY_YET,
  "compat.backend-logout": NOBODY_YET,
  "compat.backend-refresh": NOBODY_YET,
  "compat.backend-show-profile": plain,
  "compat.backend-update-profile": OWN_ONLY,
  "compat.backend-change-password": OWN_ONLY,
  "compat.backend-register": NEW_ACCOUNT,
  "compat.backend-list-users": { reads: PEOPLE },
  "compat.backend-get-user": readsPerson,
  "compat.backend-update-user": actsOnPerson({ first_name: "Renamed" }),
  "compat.backend-deactivate-user": actsOnPerson(),
  "compat.backend-activate-user": actsOnPerson(),
  "compat.backend-user-stats": plain,
  "compat.backend-list-roles": readsPerson,
  "compat.backend-replace-roles": actsOnPerson({ role_names: ["user"] }),
  "compat.backend-take-role": {
    names: ({ userId, assignmentId }, { colleagueId, roleId }) => [{ params: { id: userId, role_id: roleId } }, { params: { id: colleagueId, role_id: assignmentId } }],
  },
  "compat.backend-list-audit": { reads: asked(({ email }) => ({ user_email: email }), () => ({ event_type: "user.login_failed" }), () => ({ event_category: "user", status: "FAILED" })) },
  "compat.backend-health-details": apart("as health.details"),
  "compat.backend-health": apart("says of the installation whether it works"),
  "compat.backend-info": apart("says of the installation whether it works"),
};

export const compatCases: Record<string, TenantCase> = { ...scribes, ...reprotech, ...backend };
