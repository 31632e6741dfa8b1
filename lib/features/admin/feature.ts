/** People as their administrators look after them: lists, accounts, bans, sessions, figures. */
import { banUser } from "./operations/ban-user";
import { createUser } from "./operations/create-user";
import { deleteUser } from "./operations/delete-user";
import { endUserSessions } from "./operations/end-user-sessions";
import { getStats } from "./operations/get-stats";
import { getUser } from "./operations/get-user";
import { listUserSessions } from "./operations/list-user-sessions";
import { listUsers } from "./operations/list-users";
import { unbanUser } from "./operations/unban-user";

export const adminFeature = {
  name: "admin",
  operations: [getStats, listUsers, createUser, getUser, deleteUser, banUser, unbanUser, listUserSessions, endUserSessions],
};
