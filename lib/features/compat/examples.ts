import { example, SAMPLE } from "@/lib/operation-example";
import * as backendAccount from "./operations/backend-account";
import * as backendRoles from "./operations/backend-roles";
import * as backendSystem from "./operations/backend-system";
import * as backendUsers from "./operations/backend-users";
import * as passwordResets from "./operations/password-resets";
import * as reprotechAccount from "./operations/reprotech-account";
import * as reprotechAudit from "./operations/reprotech-audit";
import * as reprotechRoles from "./operations/reprotech-roles";
import * as reprotechUsers from "./operations/reprotech-users";
import * as scribes from "./operations/scribes";

const person = { id: SAMPLE.user };
const role = { id: SAMPLE.role };
const presented = { refresh_token: SAMPLE.refreshToken };
const changed = { current_password: SAMPLE.password, new_password: "nine lanterns over the harbour" };
const katherine = { username: "katherine", email: "katherine@example.com", password: SAMPLE.password };

const ofScribes = [
  example(scribes.scribesRegister, { input: { ...katherine, full_name: "Katherine Johnson" } }),
  example(scribes.scribesLogin, { input: { email: SAMPLE.email, password: SAMPLE.password } }),
  example(scribes.scribesRefresh, { input: presented }),
  example(scribes.scribesLogout, { input: presented }),
];

const ofReprotech = [
  example(reprotechAccount.reprotechRefresh, { input: presented }),
  example(reprotechUsers.reprotechListUsers, { title: "By a part of the name", query: { search: "ada", page: "1", per_page: "10" } }),
  example(reprotechUsers.reprotechCreateUser, { input: { ...katherine, first_name: "Katherine", last_name: "Johnson", roles: ["user"] } }),
  example(reprotechUsers.reprotechGetUser, { params: person }),
  example(reprotechUsers.reprotechUpdateUser, { params: person, input: { last_name: "King" } }),
  example(reprotechUsers.reprotechDeleteUser, { params: person }),
  example(reprotechUsers.reprotechResetPassword, { params: person, input: {} }),
  example(reprotechRoles.reprotechCreateRole, { input: { name: "Night Shift", description: "Looks after people's details.", permissions: ["user_read", "user_update"] } }),
  example(reprotechRoles.reprotechGetRole, { params: role }),
  example(reprotechRoles.reprotechUpdateRole, { params: role, input: { description: "Reads what there is." } }),
  example(reprotechRoles.reprotechDeleteRole, { params: role }),
  example(reprotechAudit.reprotechListAudit, { title: "Sign-ins of one person", query: { user: SAMPLE.email, action: "login" } }),
  example(reprotechAudit.reprotechExportAudit, { title: "Sign-ins", query: { action: "login" } }),
];

const ofBackend = [
  example(backendAccount.backendLogin, { input: { username: "ada", password: SAMPLE.password } }),
  example(backendAccount.backendLogout, { input: presented }),
  example(backendAccount.backendRefresh, { input: presented }),
  example(backendAccount.backendUpdateProfile, { input: { first_name: "Grace", phone: "+1 555 010 1234", position: "Rear admiral" } }),
  example(backendAccount.backendChangePassword, { input: changed }),
  example(backendAccount.backendRegister, { input: { ...katherine, profile: { first_name: "Katherine", last_name: "Johnson" }, roles: ["user"] } }),
  example(backendUsers.backendListUsers, { title: "Active people", query: { status: "active", page: "1", per_page: "20" } }),
  example(backendUsers.backendGetUser, { params: person }),
  example(backendUsers.backendUpdateUser, { params: person, input: { last_name: "King", is_verified: true } }),
  example(backendUsers.backendDeactivateUser, { params: person }),
  example(backendUsers.backendActivateUser, { params: person, input: {} }),
  example(backendRoles.backendListRoles, { params: person }),
  example(backendRoles.backendReplaceRoles, { params: person, input: { role_names: ["user"] } }),
  example(backendRoles.backendTakeRole, { params: { ...person, role_id: SAMPLE.everyonesRole } }),
  example(backendSystem.backendListAudit, { title: "Failed sign-ins", query: { event_type: "user.login_failed", status: "FAILED" } }),
];

const resets = [
  example(passwordResets.scribesRequestReset, { input: { email: SAMPLE.email } }),
  example(passwordResets.scribesResetPassword, { input: { token: SAMPLE.resetToken, new_password: "nine lanterns over the harbour" } }),
  example(passwordResets.backendForgotPassword, { input: { email: SAMPLE.email } }),
  example(passwordResets.backendResetPassword, { input: { token: SAMPLE.resetToken, password: "nine lanterns over the harbour" } }),
];

export const compatExamples = [...ofScribes, ...ofReprotech, ...ofBackend, ...resets];
