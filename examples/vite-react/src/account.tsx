import { PermissionGate } from "@/components/auth/permission-gate";
import { SessionManager } from "@/components/auth/session-manager";
import { useAuth } from "@/components/auth/use-auth";
import { Button } from "@/components/ui/button";
import type { AuthUser } from "@/lib/client/auth-wire";
import { People } from "./people";

export function Account({ user }: { user: AuthUser }) {
  const { logout } = useAuth();
  return (
    <>
      <header className="flex flex-wrap items-center justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="text-3xl font-semibold">{user.full_name ?? user.username}</h1>
          <p className="text-muted-foreground">
            {user.email} · {user.roles.join(", ") || "no role"}
          </p>
        </div>
        <Button variant="secondary" onClick={() => void logout()}>Sign out</Button>
      </header>
      <PermissionGate permission="users.view" fallback={<p>Your account may not list people.</p>}>
        <People />
      </PermissionGate>
      <SessionManager />
    </>
  );
}
