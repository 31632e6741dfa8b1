/** Reprotech's backend, people: `/api/v1/users` (reference contract B8 to B11, B13). */
import { z } from "zod";
import { getAnalytics } from "@/lib/features/admin/operations/get-analytics";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { backend as dialect } from "../dialects";
import { anothersProfile, fields, message, person, personOf } from "../backend-person";
import { pagination, paginationOf } from "../backend-pagination";
import { slugOf } from "../role-name";
import { translate } from "../translate";

export const backendListUsers = translate(listUsers, {
  name: "backend-list-users",
  http: { method: "GET", path: "/api/v1/users" },
  summary: "Reprotech's backend: list people",
  dialect,
  fields: { q: "search", is_active: "status" },
  query: {
    accepts: z.object({
      page: z.string().optional(),
      per_page: z.string().optional(),
      search: z.string().optional(),
      role: z.string().optional(),
      status: z.enum(["active", "inactive"]).optional(),
      department: z.never({ error: "People are in no departments here. Leave it out." }).optional(),
    }),
    to: ({ search, role, status, page, per_page }) => ({
      page,
      per_page,
      q: search,
      role: role && slugOf(role),
      is_active: status && String(status === "active"),
    }),
  },
  output: z.object({ users: z.array(person), pagination }),
  answer: ({ users, ...figures }) => ({ users: users.map(personOf), pagination: paginationOf(figures) }),
});

export const backendGetUser = translate(getUser, {
  name: "backend-get-user",
  http: { method: "GET", path: "/api/v1/users/{id}" },
  summary: "Reprotech's backend: show one person",
  dialect,
  output: z.object({ user: person }),
  answer: ({ user }) => ({ user: personOf(user) }),
});

export const backendUpdateUser = translate(updateUser, {
  name: "backend-update-user",
  http: { method: "PUT", path: "/api/v1/users/{id}" },
  summary: "Reprotech's backend: change somebody's account",
  dialect,
  fields,
  input: anothersProfile,
  output: message.extend({ user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});

export const backendDeactivateUser = translate(updateUser, {
  name: "backend-deactivate-user",
  http: { method: "DELETE", path: "/api/v1/users/{id}" },
  summary: "Reprotech's backend: shut an account, to be opened again by activate",
  dialect,
  input: { accepts: z.object({}), to: () => ({ is_active: false }) },
  output: message,
  answer: (body) => body,
});

export const backendActivateUser = translate(updateUser, {
  name: "backend-activate-user",
  http: { method: "POST", path: "/api/v1/users/{id}/activate" },
  summary: "Reprotech's backend: open an account again",
  dialect,
  input: { accepts: z.object({}), to: () => ({ is_active: true }) },
  output: message,
  answer: (body) => body,
});

export const backendUserStats = translate(getAnalytics, {
  name: "backend-user-stats",
  http: { method: "GET", path: "/api/v1/users/stats" },
  summary: "Reprotech's backend: how many people, and by role",
  dialect,
  output: z.object({
    total_users: z.number().int(),
    active_users: z.number().int(),
    inactive_users: z.number().int(),
    verified_users: z.number().int(),
    role_distribution: z.record(z.string(), z.number().int()),
    recent_registrations: z.number().int().meta({ description: "Within 30 days" }),
  }),
  answer: ({ users_by_role, ...figures }) => ({ ...figures, role_distribution: users_by_role }),
});
