"use client";

import { useState } from "react";
import { useAdmin } from "@/components/auth/use-admin";
import { useAuditLogs } from "@/components/auth/use-audit-logs";
import { useUsers } from "@/components/auth/use-users";
import { Button } from "@/components/ui/button";

/** The hooks of administration: a list that loads itself, one that is asked for, and a ban of its first person. */
export function People() {
  const listed = useUsers({ per_page: 3 });
  const { users, total, loading, error, fetchUsers, banUser, unbanUser } = useAdmin();
  const { auditLogs, error: untold, fetchAuditLogs } = useAuditLogs();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [person] = users;
  async function turn() {
    if (!person) return;
    const change = person.status === "banned" ? unbanUser(person.id) : banUser(person.id, { reason: "A journey's" });
    await change.catch((thrown: { code?: string }) => setRefusal(thrown.code ?? "UNKNOWN"));
  }
  return (
    <section aria-label="People" className="grid gap-3">
      <p>{listed.loading ? "The list is on its way." : `${listed.users.length} listed.`}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="secondary" loading={loading} onClick={() => void fetchUsers({ q: "walker-banned", per_page: 1 })}>Find</Button>
        <Button variant="secondary" onClick={() => void turn()}>Ban or let back in</Button>
        <Button variant="secondary" onClick={() => void fetchAuditLogs({ scope: "all", action: "user.*", limit: 2 })}>Read the trail</Button>
      </div>
      {person && <p>{`${person.username} is ${person.status}; ${total} found.`}</p>}
      {auditLogs.length > 0 && <p>{auditLogs.length} events of the trail.</p>}
      {(error ?? untold ?? refusal) && <p role="alert">{error ?? untold ?? refusal}</p>}
    </section>
  );
}
