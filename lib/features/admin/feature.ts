/** People as their administrators look after them: lists, accounts, bans, sessions, figures. */
import { adminExamples } from "./examples";
import { banUser } from "./operations/ban-user";
import { changeManyUsers } from "./operations/change-many-users";
import { createUser } from "./operations/create-user";
import { deleteUser } from "./operations/delete-user";
import { endUserSessions } from "./operations/end-user-sessions";
import { exportUsers } from "./operations/export-users";
import { getAnalytics } from "./operations/get-analytics";
import { getStats } from "./operations/get-stats";
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

export const adminFeature = {
  name: "admin",
  operations: [
    getStats, getAnalytics, listUsers, createUser, getUser, updateUser, deleteUser, restoreUser, banUser, unbanUser, requirePasswordChange, sendPasswordLink, unlockUser,
    listUserSessions, endUserSessions, changeManyUsers, exportUsers, importUsers,
  ],
  examples: adminExamples,
};
