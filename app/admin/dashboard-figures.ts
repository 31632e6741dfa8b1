import type { z } from "zod";
import type { AdminFigures, RecentSignIn, SignInDay } from "@/components/admin/admin-dashboard";
import type { adminStats } from "@/lib/features/admin/stats-schema";

interface Dashboard {
  figures: AdminFigures;
  days: SignInDay[];
  signIns: RecentSignIn[];
}

/** The API's figures as the screen takes them. */
export function toDashboard(stats: z.infer<typeof adminStats>): Dashboard {
  const days = stats.sign_in_days.map(({ day, signed_in: signedIn, failed }) => ({ day, signIns: signedIn + failed, failed }));
  return {
    days,
    figures: {
      totalUsers: stats.users.total,
      newUsers: stats.users.new_14_days,
      activeSessions: stats.live_sessions,
      signIns: stats.sign_in_days.reduce((sum, day) => sum + day.signed_in, 0),
      failedSignIns: stats.sign_in_days.reduce((sum, day) => sum + day.failed, 0),
      bannedUsers: stats.users.banned,
    },
    signIns: stats.recent_sign_ins.map((entry) => ({
      id: entry.session_id,
      userId: entry.user_id,
      name: entry.full_name ?? entry.email,
      deviceName: entry.device_name,
      place: [entry.city, entry.country].filter(Boolean).join(", "),
      at: entry.at,
    })),
  };
}
