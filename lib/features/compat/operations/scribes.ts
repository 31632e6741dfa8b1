/** Scribes' `/auth/*` (reference contract C1 to C5). `GET /health` (C7) is the house's own. */
import { z } from "zod";
import { showMe } from "@/lib/features/account/operations/show-me";
import type { WireUser } from "@/lib/features/account/schema";
import { login } from "@/lib/features/auth/operations/login";
import { logout } from "@/lib/features/auth/operations/logout";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { scribes as dialect } from "../dialects";
import { type Issued, translate } from "../translate";

const person = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  full_name: z.string().nullable(),
  role: z.string().meta({ description: "The primary role; `user` where somebody holds none" }),
  is_active: z.boolean(),
  is_verified: z.boolean(),
  created_at: z.string(),
});

const personOf = (user: WireUser): z.input<typeof person> => ({ ...user, role: user.role ?? "user" });

/** Absent where the delivery mode keeps them out of the body. */
const tokens = {
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  token_type: z.literal("bearer").optional(),
  expires_in: z.number().int().optional(),
};

const tokensOf = ({ access_token, refresh_token, expires_in }: Issued) =>
  access_token === undefined ? {} : { access_token, refresh_token, expires_in, token_type: "bearer" as const };

export const scribesRegister = translate(registerAccount, {
  name: "scribes-register",
  http: { method: "POST", path: "/auth/register" },
  summary: "Scribes: create an account",
  dialect,
  input: {
    accepts: z.object({ email: z.string(), username: z.string(), password: z.string(), full_name: z.string().optional() }),
    to: (sent) => sent,
  },
  // Where the address has to be confirmed first, a message stands in the person's place.
  output: z.union([person.extend(tokens), z.object({ message: z.string(), verification_required: z.literal(true) })]),
  answer: ({ user, message, ...issued }) => (user ? { ...personOf(user), ...tokensOf(issued) } : { message, verification_required: true as const }),
});

export const scribesLogin = translate(login, {
  name: "scribes-login",
  http: { method: "POST", path: "/auth/login" },
  summary: "Scribes: sign in",
  dialect,
  fields: { identifier: "email" },
  input: { accepts: z.object({ email: z.string(), password: z.string() }), to: (sent) => sent },
  output: z.object({ ...tokens, user: person }),
  answer: ({ user, ...issued }) => ({ ...tokensOf(issued), user: personOf(user) }),
});

export const scribesRefresh = translate(refreshToken, {
  name: "scribes-refresh",
  http: { method: "POST", path: "/auth/refresh" },
  summary: "Scribes: exchange a refresh token for a new pair, both of which the client has to keep",
  dialect,
  output: z.object(tokens),
  answer: tokensOf,
});

export const scribesLogout = translate(logout, {
  name: "scribes-logout",
  http: { method: "POST", path: "/auth/logout" },
  summary: "Scribes: end the session, its refresh token included",
  dialect,
  output: z.object({ message: z.string() }),
  answer: (body) => body,
});

export const scribesMe = translate(showMe, {
  name: "scribes-me",
  http: { method: "GET", path: "/auth/me" },
  summary: "Scribes: one's own account",
  dialect,
  output: person,
  answer: personOf,
});
