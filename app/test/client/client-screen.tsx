"use client";

import { type ReactNode, useState } from "react";
import { AuditLogViewer } from "@/components/auth/audit-log-viewer";
import { LoginForm } from "@/components/auth/login-form";
import { PermissionGate } from "@/components/auth/permission-gate";
import { ProtectedRoute } from "@/components/auth/protected-route";
import { RoleGate } from "@/components/auth/role-gate";
import { SessionManager } from "@/components/auth/session-manager";
import { useAuth } from "@/components/auth/use-auth";
import { useRole } from "@/components/auth/use-role";
import { Button } from "@/components/ui/button";
import { People } from "./people";

export function ClientScreen({ isProtected }: { isProtected: boolean }) {
  return isProtected ? <ProtectedRoute requiredPermission="audit.view"><p>Inside the protected part.</p></ProtectedRoute> : <Everything />;
}

function Everything() {
  const { isAuthenticated, loading, login, verifyMfa, sendMfaCode } = useAuth();
  return (
    <>
      <Who />
      <PermissionGate permission="users.view" fallback={<p>The page hides the list.</p>} loading={<p>The page does not know yet.</p>}><People /></PermissionGate>
      <RoleGate roles={["admin", "auditor"]}><p>For two roles.</p></RoleGate>
      {isAuthenticated && <Account />}
      {!isAuthenticated && !loading && <LoginForm onLogin={login} onVerifyMfa={verifyMfa} onSendMfaCode={sendMfaCode} />}
    </>
  );
}

function Who() {
  const { user, isAuthenticated, loading } = useAuth();
  if (loading) return <p>It is not known who is there.</p>;
  if (!isAuthenticated) return <p>Nobody is signed in.</p>;
  return <p>{user ? `${user.full_name ?? user.username} is signed in.` : "Somebody is signed in."}</p>;
}

function Account() {
  const { logout, updateUser, user } = useAuth();
  const { roleName } = useRole();
  const [ended, setEnded] = useState<string[]>([]);
  return (
    <>
      <p>Role: {roleName ?? "none"}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="secondary" onClick={() => void updateUser({ first_name: "Renamed", last_name: user?.username ?? null })}>Rename me</Button>
        <Button variant="secondary" onClick={() => void logout()}>Sign out</Button>
      </div>
      <SessionManager onSessionRevoked={(id) => setEnded([...ended, id])} onAllSessionsRevoked={() => setEnded([...ended, "all"])} />
      <output aria-label="Ended">{ended.join(" ")}</output>
      <Titled title="Own events"><AuditLogViewer type="audit" limit={5} /></Titled>
      <Titled title="Own activity"><AuditLogViewer type="activity" limit={5} /></Titled>
    </>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}
