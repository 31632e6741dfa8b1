/**
 * How each operation is tried across tenants, one line per operation. An operation that is not here fails the test: say what
 * it reads, what of another tenant it can be made to name, whether it changes what all tenants share, or why none of this
 * applies.
 *
 * - `reads`: requests that find and count. Their answers must be the same whether the other tenant exists or not. `target`
 *   then is what exists, or what does not.
 * - `names`: requests that name something of the other tenant. Refused as for what is nowhere, and nothing changes.
 *   404 unless they say otherwise.
 * - `shared`: changes something that belongs to all tenants. Whoever administers one of them is refused with 403.
 * - `apart`: neither; the reason.
 */
import type { RawInput } from "@/lib/operation";
import { ownAccountCases } from "./tenant-cases-account";
import { compatCases } from "./tenant-cases-compat"; // feature:compat
import type { Own, Target } from "./tenant-world";

export interface TenantCase {
  reads?: (target: Target, own: Own) => RawInput[];
  names?: (target: Target, own: Own) => (RawInput & { status?: number })[];
  shared?: (own: Own) => RawInput;
  apart?: string;
}

type Names = NonNullable<TenantCase["names"]>;

const apart = (reason: string): TenantCase => ({ apart: reason });
const shared = (request: NonNullable<TenantCase["shared"]>): TenantCase => ({ shared: request });

const ONCE: RawInput[] = [{}];
const plain: TenantCase = { reads: () => ONCE };

/** Somebody of the other tenant, by the id in the path. */
const theirPerson = (input?: Record<string, unknown>): Names => ({ userId }) => [{ params: { id: userId }, ...(input ? { input } : {}) }];
const actsOnPerson = (input: Record<string, unknown> = {}): TenantCase => ({ names: theirPerson(input) });
const readsPerson: TenantCase = {
  names: theirPerson(),
  reads: (_, { sharedId, colleagueId }) => [{ params: { id: sharedId } }, { params: { id: colleagueId } }],
};

const searches = (...queries: ((target: Target, own: Own) => Record<string, string>)[]) => (target: Target, own: Own): RawInput[] =>
  [{}, ...queries.map((query) => ({ query: query(target, own) }))];

const PEOPLE = searches(
  ({ word }) => ({ q: word }),
  ({ email }) => ({ q: email }),
  ({ organizationId }) => ({ organization_id: organizationId }),
  ({ organizationId }) => ({ tenant_id: organizationId }),
  () => ({ role: "manager", count: "exact" }),
  () => ({ role: "auditor" }),
  () => ({ status: "banned" }),
  () => ({ status: "unverified" }),
  () => ({ is_active: "false" }),
  () => ({ sort: "email", direction: "asc", per_page: "100" }),
);

const EVENTS = searches(
  ({ word }) => ({ q: word }),
  ({ email }) => ({ actor: email }),
  ({ userId }) => ({ actor_user_id: userId }),
  ({ userId }) => ({ user_id: userId }),
  (_, { sharedId }) => ({ user_id: sharedId }),
  ({ sessionId }) => ({ session_id: sessionId }),
  ({ ip }) => ({ ip }),
  ({ resourceId }) => ({ resource_type: "patient", resource_id: resourceId }),
  ({ organizationId }) => ({ tenant_id: organizationId, organization_id: organizationId }),
  () => ({ action: "user.login_failed", count: "exact" }),
  () => ({ success: "false" }),
);

const organization = ({ organizationId }: Target) => ({ organization_id: organizationId });
const theirOrganization = (input?: Record<string, unknown>): Names => (target) => [{ params: organization(target), ...(input ? { input } : {}) }];

/** Somebody of theirs here, of ours there, of theirs there. */
const memberships = (input?: Record<string, unknown>): Names => (target, own) => [
  { params: { organization_id: own.organizationId, id: target.userId }, ...(input ? { input } : {}) },
  { params: { organization_id: target.organizationId, id: own.sharedId }, ...(input ? { input } : {}) },
  { params: { organization_id: target.organizationId, id: target.userId }, ...(input ? { input } : {}) },
];

const newRole = { name: "made_by_a_tenant", display_name: "Made by a tenant" };
const newPermission = { name: "made.by_a_tenant", display_name: "Made by a tenant", category: "Tenants" };
const role = ({ roleId }: Own) => ({ role_id: roleId });
const permission = ({ permissionId }: Own) => ({ permission_id: permissionId });

/** Nobody of a tenant decides what a role means to the others. */
const roles: Record<string, TenantCase> = {
  "role.list": plain,
  "role.get": { reads: (_, own) => [{ params: role(own) }] },
  "role.permissions": { reads: (_, own) => [{ params: role(own) }] },
  "role.create": shared(() => ({ input: newRole })),
  "role.update": shared((own) => ({ params: role(own), input: { display_name: "Renamed" } })),
  "role.delete": shared((own) => ({ params: role(own), query: { force: "true" } })),
  "role.clone": shared((own) => ({ params: role(own), input: { name: newRole.name } })),
  "role.sync-permissions": shared((own) => ({ params: role(own), input: { permissions: ["users.view"] } })),
  "role.add-permissions": shared((own) => ({ params: role(own), input: { permissions: ["users.view"] } })),
  "role.remove-permissions": shared((own) => ({ params: role(own), input: { permissions: ["users.view"] } })),
  "permission.list": plain,
  "permission.get": { reads: (_, own) => [{ params: permission(own) }] },
  "permission.create": shared(() => ({ input: newPermission })),
  "permission.create-many": shared(() => ({ input: { permissions: [newPermission] } })),
  "permission.update": shared((own) => ({ params: permission(own), input: { display_name: "Renamed" } })),
  "rbac.export": plain,
  "rbac.import": shared(() => ({ input: { roles: [{ ...newRole, permissions: [] }] } })),
  "permission.delete": shared((own) => ({ params: permission(own), query: { force: "true" } })),
};

const assignments: Record<string, TenantCase> = {
  "role.users": { reads: (_, { roleId }) => [{ query: { role_id: roleId } }, { query: { role_id: roleId, count: "exact" } }] },
  "role.list-of-user": readsPerson,
  "role.show-primary": readsPerson,
  "role.give": {
    names: ({ userId, organizationId }, { roleId, colleagueId }) => [
      { params: { id: userId }, input: { role_id: roleId } },
      { params: { id: userId }, input: { role_id: roleId, organization_id: organizationId } },
      { params: { id: colleagueId }, input: { role_id: roleId, organization_id: organizationId }, status: 422 },
    ],
  },
  "role.replace-of-user": actsOnPerson({ roles: ["user"] }),
  "role.set-primary": { names: ({ userId }, { roleId }) => [{ params: { id: userId }, input: { role_id: roleId } }] },
  "role.take": {
    names: ({ userId, assignmentId }, { colleagueId }) => [{ params: { id: userId, assignment_id: assignmentId } }, { params: { id: colleagueId, assignment_id: assignmentId } }],
  },
  "role.take-primary": actsOnPerson(),
};

const people: Record<string, TenantCase> = {
  "admin.stats": plain,
  "admin.analytics": plain,
  "user.list": { reads: PEOPLE },
  "user.export": { reads: PEOPLE },
  "user.get": readsPerson,
  "user.create": apart("the new account joins the caller's organization; addresses are unique on the platform, as at registration"),
  "user.import": apart("as user.create, many at once"),
  "user.update": actsOnPerson({ first_name: "Renamed" }),
  "user.delete": { names: ({ userId }) => [{ params: { id: userId } }, { params: { id: userId }, query: { hard: "true" } }] },
  "user.restore": actsOnPerson(),
  "user.ban": actsOnPerson({ reason: "because" }),
  "user.unban": actsOnPerson(),
  "user.unlock": actsOnPerson(),
  "user.require-password-change": actsOnPerson(),
  "user.reset-mfa": actsOnPerson(),
  "user.send-password-link": actsOnPerson(),
  "user.list-sessions": readsPerson,
  "user.end-sessions": actsOnPerson(),
  "user.bulk": { names: ({ userId }) => ["ban", "unban", "delete", "restore", "revoke_sessions"].map((action) => ({ input: { action, ids: [userId] }, status: 200 })) },
};

const trail: Record<string, TenantCase> = {
  "audit.list": { reads: EVENTS },
  "audit.list-security": { reads: EVENTS },
  "audit.export": { reads: searches(({ word }) => ({ q: word }), () => ({ format: "ndjson" }), () => ({ format: "csv" })) },
  "audit.list-own": plain,
  "audit.list-own-activity": plain,
  "audit.list-resource-activity": {
    names: ({ resourceId, userId, organizationId }) =>
      [["patient", resourceId], ["user", userId], ["organization", organizationId]].map(([type, id]) => ({ params: { resource_type: type, resource_id: id } })),
  },
  "audit.verify": plain,
  "audit.seal-status": plain,
  "compliance.security-summary": plain,
  "compliance.phi-access-report": { reads: searches(({ userId }) => ({ user_id: userId }), (_, { sharedId }) => ({ user_id: sharedId })) },
  "compliance.export-phi": { reads: searches(() => ({ format: "csv" }), () => ({ format: "ndjson" })) },
};

// feature:patients begin
const patients: Record<string, TenantCase> = {
  "patient.list": plain,
  "patient.get": { names: ({ patientId }) => [{ params: { patient_id: patientId } }] },
  "patient.create": apart("makes one in the active organization; record numbers are unique within it alone (tests/operations/patients)"),
  "patient.update": { names: ({ patientId }) => [{ params: { patient_id: patientId }, input: { name: "Renamed" } }] },
  "patient.delete": { names: ({ patientId }) => [{ params: { patient_id: patientId } }] },
};
// feature:patients end

const invitations = ({ organizationId, invitationId }: Target, own: Own) => [
  { params: { organization_id: organizationId, invitation_id: invitationId } },
  { params: { organization_id: own.organizationId, invitation_id: invitationId } },
];

const ORGANIZATIONS = searches(({ word }) => ({ q: word }), ({ slug }) => ({ q: slug, count: "exact" }));

const organizations: Record<string, TenantCase> = {
  "organization.list": { reads: ORGANIZATIONS },
  "organization.list-all": { reads: ORGANIZATIONS },
  "organization.create": apart("makes a new organization; a slug of another one is a 409, as an address at registration"),
  "organization.create-for": shared(({ colleagueId }) => ({ input: { name: "Made by a tenant", owner_id: colleagueId } })),
  "organization.get": { names: theirOrganization(), reads: (_, own) => [{ params: { organization_id: own.organizationId } }] },
  "organization.rename": { names: theirOrganization({ name: "Renamed" }) },
  "organization.delete": { names: theirOrganization() },
  "organization.switch": { names: theirOrganization() },
  "organization.leave": { names: theirOrganization() },
  "organization.list-members": {
    names: theirOrganization(),
    reads: ({ word }, own) => [{}, { q: word }].map((query) => ({ params: { organization_id: own.organizationId }, query })),
  },
  "organization.add-member": {
    names: (target, own) => [
      { params: { organization_id: own.organizationId }, input: { user_id: target.userId }, status: 422 },
      { params: organization(target), input: { user_id: own.colleagueId } },
      { params: organization(target), input: { user_id: target.userId } },
    ],
  },
  "organization.set-member-roles": { names: memberships({ role_ids: [] }) },
  "organization.remove-member": { names: memberships() },
  "invitation.list": {
    names: theirOrganization(),
    reads: (_, own) => ["open", "closed", "all"].map((status) => ({ params: { organization_id: own.organizationId }, query: { status, count: "exact" } })),
  },
  "invitation.create": { names: theirOrganization({ email: "somebody.new@example.com" }) },
  "invitation.resend": { names: invitations },
  "invitation.cancel": { names: invitations },
  "invitation.show": apart("takes a secret of a mail, and no id; tells of the organization that its holder was invited to"),
  "invitation.accept": apart("takes a secret of a mail, and no id"),
};

const installation: Record<string, TenantCase> = {
  "health.ready": apart("says of the installation whether it works"),
  "health.details": apart("figures of the machine, which differ from one moment to the next; its counts are scoped (tests/operations/system/health-details.test.ts)"),
  "health.live": apart("says of the installation whether it works"),
  "mailbox.list": apart("development alone: the mail of everybody, to anyone"),
};

export const tenantCases: Record<string, TenantCase> = {
  ...ownAccountCases, ...people, ...roles, ...assignments, ...trail, ...organizations, ...installation,
  ...patients, // feature:patients
  ...compatCases, // feature:compat
};
