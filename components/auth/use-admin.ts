"use client";

import { useMemo, useRef } from "react";
import type {
  AdminUser, AdminUserMessage, BanAnswer, BanInput, CreateUserInput, DeletedUserAnswer, EndedUserSessionsAnswer, UnchangedAnswer, UsersAnswer, UserSessionsAnswer, UsersQuery,
} from "@/lib/client/admin-wire";
import type { UserSummary } from "@/lib/features/admin/schema";
import { useClients } from "./use-clients";
import { type RequestTools, useRequest } from "./use-request";

export interface AdminTools extends Pick<RequestTools<UsersAnswer>, "loading" | "error" | "failure"> {
  /** Empty until `fetchUsers` was called. */
  users: UserSummary[];
  total: number;
  /** null behind a cursor. */
  page: number | null;
  /** null where `total` is an estimate. */
  pages: number | null;
  /** null: refused, which `error` says, or overtaken by a later one. */
  fetchUsers: (query?: UsersQuery) => Promise<UsersAnswer | null>;
  // What follows rejects with an AuthClientError, and reads the list again after a change.
  getUser: (userId: string) => Promise<AdminUser>;
  createUser: (user: CreateUserInput) => Promise<AdminUserMessage>;
  /** `hard`: erased for good. */
  deleteUser: (userId: string, hard?: boolean) => Promise<DeletedUserAnswer>;
  banUser: (userId: string, ban?: BanInput) => Promise<BanAnswer>;
  unbanUser: (userId: string, reason?: string) => Promise<UnchangedAnswer>;
  getUserSessions: (userId: string) => Promise<UserSessionsAnswer["sessions"]>;
  /** Ends every session of theirs. */
  forceLogoutUser: (userId: string) => Promise<EndedUserSessionsAnswer>;
}

const NOBODY: UserSummary[] = [];

/** People as administration sees them. Nothing is asked for until `fetchUsers` is called; each call needs the permission that its endpoint declares. */
export function useAdmin(): AdminTools {
  const { admin } = useClients();
  const { data, loading, error, failure, run } = useRequest<UsersAnswer>();
  const shown = useRef<UsersQuery | null>(null);
  const calls = useMemo(() => {
    const fetchUsers = (query: UsersQuery = {}) => {
      shown.current = query;
      return run((signal) => admin.listUsers(query, { signal }));
    };
    const andRead = async <T>(change: Promise<T>): Promise<T> => {
      const answer = await change;
      if (shown.current) await fetchUsers(shown.current);
      return answer;
    };
    return {
      fetchUsers,
      getUser: async (userId: string) => (await admin.getUser(userId)).user,
      createUser: (user: CreateUserInput) => andRead(admin.createUser(user)),
      deleteUser: (userId: string, hard?: boolean) => andRead(admin.deleteUser(userId, hard)),
      banUser: (userId: string, ban?: BanInput) => andRead(admin.banUser(userId, ban)),
      unbanUser: (userId: string, reason?: string) => andRead(admin.unbanUser(userId, reason)),
      getUserSessions: async (userId: string) => (await admin.getUserSessions(userId)).sessions,
      forceLogoutUser: (userId: string) => admin.forceLogoutUser(userId),
    };
  }, [admin, run]);
  const { users = NOBODY, total = 0, page = null, pages = null } = data ?? {};
  return { users, total, page, pages, loading, error, failure, ...calls };
}
