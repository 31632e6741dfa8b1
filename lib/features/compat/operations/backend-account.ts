/** Reprotech's backend, one's own account: `/api/v1/auth` (reference contract B1 to B6, and the variants of 1.12). */
import { z } from "zod";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { login } from "@/lib/features/auth/operations/login";
import { logout } from "@/lib/features/auth/operations/logout";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { backend as dialect } from "../dialects";
import { fields, message, newPerson, ownProfile, person, personOf } from "../backend-person";
import { translate } from "../translate";

const tokens = { access_token: z.string().optional(), refresh_token: z.string().optional() };

export const backendLogin = translate(login, {
  name: "backend-login",
  http: { method: "POST", path: "/api/v1/auth/login" },
  summary: "Reprotech's backend: sign in with a username or an e-mail address",
  dialect,
  fields,
  input: { accepts: z.object({ username: z.string(), password: z.string() }), to: (sent) => sent },
  output: message.extend({ ...tokens, user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});

export const backendLogout = translate(logout, {
  name: "backend-logout",
  http: { method: "POST", path: "/api/v1/auth/logout" },
  summary: "Reprotech's backend: end the session",
  dialect,
  output: message,
  answer: (body) => body,
});

export const backendRefresh = translate(refreshToken, {
  name: "backend-refresh",
  http: { method: "POST", path: "/api/v1/auth/refresh" },
  summary: "Reprotech's backend: exchange a refresh token for a new pair, both of which the client has to keep",
  dialect,
  output: z.object(tokens),
  answer: (body) => body,
});

export const backendShowProfile = translate(showAccount, {
  name: "backend-show-profile",
  http: [
    { method: "GET", path: "/api/v1/auth/profile" },
    { method: "GET", path: "/api/v1/users/me" },
    { method: "GET", path: "/api/v1/users/profile" },
  ],
  summary: "Reprotech's backend: one's own account",
  dialect,
  output: z.object({ user: person }),
  answer: ({ user }) => ({ user: personOf(user) }),
});

export const backendUpdateProfile = translate(updateProfile, {
  name: "backend-update-profile",
  http: [
    { method: "PUT", path: "/api/v1/auth/profile" },
    { method: "PUT", path: "/api/v1/users/profile" },
  ],
  summary: "Reprotech's backend: change one's own profile",
  dialect,
  fields,
  input: ownProfile,
  output: message.extend({ user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});

export const backendChangePassword = translate(changePassword, {
  name: "backend-change-password",
  http: { method: "POST", path: "/api/v1/auth/change-password" },
  summary: "Reprotech's backend: change one's own password",
  dialect,
  input: { accepts: z.object({ current_password: z.string(), new_password: z.string() }), to: (sent) => sent },
  output: message,
  answer: (body) => body,
});

export const backendRegister = translate(createUser, {
  name: "backend-register",
  http: [
    { method: "POST", path: "/api/v1/auth/register" },
    { method: "POST", path: "/api/v1/users" },
  ],
  summary: "Reprotech's backend: create an account for somebody, who has to change the password at the first sign-in",
  dialect,
  fields: { ...fields, first_name: "profile.first_name", last_name: "profile.last_name", phone_number: "profile.phone" },
  input: newPerson,
  output: message.extend({ user: person }),
  answer: (body) => ({ ...body, user: personOf(body.user) }),
});
