import { example, SAMPLE } from "@/lib/operation-example";
import { banUser } from "./operations/ban-user";
import { changeManyUsers } from "./operations/change-many-users";
import { createUser } from "./operations/create-user";
import { deleteUser } from "./operations/delete-user";
import { endUserSessions } from "./operations/end-user-sessions";
import { exportUsers } from "./operations/export-users";
import { getUser } from "./operations/get-user";
import { importUsers } from "./operations/import-users";
import { listUserSessions } from "./operations/list-user-sessions";
import { listUsers } from "./operations/list-users";
import { requirePasswordChange } from "./operations/require-password-change";
import { restoreUser } from "./operations/restore-user";
import { sendPasswordLink } from "./operations/send-password-link";
import { unbanUser } from "./operations/unban-user";
import { unlockUser } from "./operations/unlock-user";
import { updateUser } from "./operations/update-user";

const params = { id: SAMPLE.user };

export const adminExamples = [
  example(listUsers, { title: "Banned people, newest first", query: { status: "banned", per_page: "20" } }),
  example(listUsers, { title: "By a part of the name", query: { q: "ada", sort: "email", direction: "asc" } }),
  example(createUser, { input: { email: "katherine@example.com", first_name: "Katherine", last_name: "Johnson", role: "user" } }),
  example(getUser, { params }),
  example(updateUser, { params, input: { first_name: "Ada", last_name: "King" } }),
  example(deleteUser, { title: "Can be restored", params }),
  example(deleteUser, { title: "For good", params, query: { hard: "true" } }),
  example(restoreUser, { title: "Under another address", params: { id: SAMPLE.deletedUser }, input: { email: "trent.roe@example.com" } }),
  example(sendPasswordLink, { params, input: {} }),
  example(banUser, { title: "For a day", params, input: { reason: "Sent spam to other members.", duration_hours: 24 } }),
  example(banUser, { title: "Until somebody lifts it", params, input: { reason: "Sent spam to other members." } }),
  example(unbanUser, { params: { id: SAMPLE.bannedUser }, input: { reason: "Appeal accepted." } }),
  example(requirePasswordChange, { params, input: {} }),
  example(unlockUser, { params, input: {} }),
  example(listUserSessions, { params }),
  example(endUserSessions, { params }),
  example(changeManyUsers, { title: "Ban", input: { action: "ban", ids: [SAMPLE.user, SAMPLE.bannedUser], reason: "Sent spam to other members." } }),
  example(changeManyUsers, { title: "Give a role", input: { action: "assign_role", ids: [SAMPLE.user], role_id: SAMPLE.role } }),
  example(exportUsers, { title: "CSV", query: { format: "csv", is_verified: "true" } }),
  example(exportUsers, { title: "JSON", query: { format: "json", is_verified: "true" } }),
  example(importUsers, {
    title: "A rehearsal",
    query: { dry_run: "true" },
    input: { csv: "email,first_name,last_name,role\nkatherine@example.com,Katherine,Johnson,user\nno address,Nobody,,user\n" },
  }),
];
