/** What the calls of `AdminClient` send and get. Types alone. */
import type { z } from "zod";
import type { importOutput } from "@/lib/features/admin/import-schema";
import type { exportFormats, peopleFilterFields, peopleOrderFields } from "@/lib/features/admin/people-schema";
import type { adminSession, UserDetail, UserSummary } from "@/lib/features/admin/schema";
import type { adminStats } from "@/lib/features/admin/stats-schema";
import type { AuditLog } from "@/lib/features/audit/schema";
import type { CustomValues } from "@/lib/hooks/user-fields";
import type { Message } from "./auth-wire";
import type { PageFigures, PageQuery, QueryOf } from "./list-wire";
import type { GiveRoleInput } from "./rbac-wire";

export type PeopleQuery = QueryOf<typeof peopleFilterFields> & QueryOf<typeof peopleOrderFields>;
export type UsersQuery = PageQuery & PeopleQuery & { include_roles?: boolean };
export type ExportUsersQuery = PeopleQuery & { format?: (typeof exportFormats)[number] };

export type UsersAnswer = PageFigures & {
  users: UserSummary[];
  /** With `include_roles`: what the list may be filtered by. */
  role_options?: { id: string; name: string; display_name: string }[];
};

export type AdminUser = UserDetail & CustomValues;

export type AdminUserAnswer = AdminUser & {
  user: AdminUser;
  active_sessions: number;
  active_sessions_count: number;
  last_login: string | null;
  ban_history: AuditLog[];
};

export type CreateUserInput = {
  email: string;
  /** Its owner must change it at the first sign-in. */
  password?: string | null;
  username?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  phone_number?: string | null;
  role_id?: string | null;
  /** Its name. */
  role?: string | null;
  /** Names, instead of `role` and `role_id`; the first is the primary role. */
  roles?: string[] | null;
  /** Default true. */
  is_verified?: boolean;
  send_invite?: false;
} & Partial<CustomValues>;

export type UpdateUserInput = {
  email?: string;
  username?: string;
  first_name?: string | null;
  last_name?: string | null;
  phone_number?: string | null;
  is_active?: boolean;
  is_verified?: boolean;
} & Partial<CustomValues>;

export interface RestoreUserInput {
  email?: string | null;
  username?: string | null;
  is_verified?: boolean;
}

/** One of the three ends, or none: for good. */
export interface BanInput {
  reason?: string | null;
  duration_minutes?: number | null;
  duration_hours?: number | null;
  expires_at?: string | null;
}

export type BulkAction = "ban" | "unban" | "delete" | "restore" | "assign_role" | "revoke_sessions";
export type BulkInput = { action: BulkAction; ids: string[] } & BanInput & Omit<GiveRoleInput, "expires_at">;

export interface BulkUsersAnswer {
  message: string;
  action: BulkAction;
  succeeded: number;
  failed: number;
  results: { id: string; success: boolean; message: string; unchanged?: true; sessions_revoked?: number; code?: string; status?: number }[];
}

type OfUser = Message & { user_id: string };
export type AdminUserMessage = OfUser & { user: AdminUser };
export type UpdatedUserAnswer = AdminUserMessage & { changed: string[]; sessions_revoked: number };
export type DeletedUserAnswer = OfUser & { hard_delete: boolean; sessions_revoked: number };
export type BanAnswer = OfUser & { sessions_revoked: number; reason: string | null; ban_expires_at: string | null; unchanged?: true };
export type UnchangedAnswer = OfUser & { unchanged?: true };
export type EndedUserSessionsAnswer = OfUser & { sessions_revoked: number };

export interface UserSessionsAnswer {
  user_id: string;
  /** Ended ones included. */
  sessions: z.output<typeof adminSession>[];
  count: number;
}

export type ImportUsersAnswer = z.output<typeof importOutput>;
export type AdminStats = z.output<typeof adminStats>;
