/** Reprotech's `/api/users` (reference contract T5 to T9). */
import { z } from "zod";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { getAnalytics } from "@/lib/features/admin/operations/get-analytics";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { sendPasswordLink } from "@/lib/features/admin/operations/send-password-link";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { reprotech as dialect } from "../dialects";
import { message, newPerson, person, personOf } from "../reprotech-person";
import { slugOf } from "../role-name";
import { nothing, translate } from "../translate";

export const reprotechListUsers = translate(listUsers, {
  name: "reprotech-list-users",
  http: { method: "GET", path: "/api/users" },
  summary: "Reprotech: list people",
  dialect,
  fields: { q: "search" },
  query: {
    accepts: z.object({ page: z.string().optional(), per_page: z.string().default("10"), search: z.string().optional(), role: z.string().optional() }),
    to: ({ search, role, ...sent }) => ({ ...sent, q: search, role: role && slugOf(role) }),
  },
  output: z.object({ users: z.array(person), total: z.number().int(), page: z.number().int().nullable(), per_page: z.number().int(), pages: z.number().int().nullable() }),
  answer: ({ users, ...figures }) => ({ ...figures, users: users.map(personOf) }),
});

export const reprotechCreateUser = translate(createUser, {
  name: "reprotech-create-user",
  http: { method: "POST", path: "/api/users" },
  summary: "Reprotech: create an account for somebody, who has to change the password at the first sign-in",
  dialect,
  input: newPerson,
  output: message.extend({ user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});

export const reprotechGetUser = translate(getUser, {
  name: "reprotech-get-user",
  http: { method: "GET", path: "/api/users/{id}" },
  summary: "Reprotech: show one person",
  dialect,
  output: person,
  answer: personOf,
});

export const reprotechUpdateUser = translate(updateUser, {
  name: "reprotech-update-user",
  http: { method: "PUT", path: "/api/users/{id}" },
  summary: "Reprotech: change somebody's names, address, username or standing",
  dialect,
  input: {
    accepts: z.object({
      username: z.string().optional(),
      email: z.string().optional(),
      first_name: z.string().nullish(),
      last_name: z.string().nullish(),
      is_active: z.boolean().optional(),
      roles: z.never({ error: "Change roles with PUT /api/rbac/users/{id}/roles." }).optional(),
    }),
    to: (sent) => sent,
  },
  output: message.extend({ user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});

export const reprotechDeleteUser = translate(deleteUser, {
  name: "reprotech-delete-user",
  http: { method: "DELETE", path: "/api/users/{id}" },
  summary: "Reprotech: delete an account, anonymised",
  dialect,
  query: nothing,
  output: message,
  answer: (body) => body,
});

export const reprotechResetPassword = translate(sendPasswordLink, {
  name: "reprotech-reset-password",
  http: { method: "POST", path: "/api/users/{id}/reset-password" },
  summary: "Reprotech: send somebody a link with which they choose a new password",
  dialect,
  input: nothing,
  output: message,
  answer: (body) => body,
});

const figures = z.object({
  total_users: z.number().int(),
  active_users: z.number().int(),
  inactive_users: z.number().int(),
  users_by_role: z.record(z.string(), z.number().int()),
  recent_logins: z.array(z.object({ user: z.string(), timestamp: z.string(), ip_address: z.string().nullable() })),
  user_growth: z.array(z.object({ date: z.string(), users: z.number().int(), new_users: z.number().int() })),
});

export const reprotechAnalytics = translate(getAnalytics, {
  name: "reprotech-analytics",
  http: { method: "GET", path: "/api/users/analytics" },
  summary: "Reprotech: how many people, by role and by day, and who signed in last",
  dialect,
  output: figures,
  answer: (body) => ({
    ...body,
    user_growth: body.user_growth.map(({ date, total_users, new_users }) => ({ date, users: total_users, new_users })),
  }),
});
