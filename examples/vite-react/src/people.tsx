import { AsyncView } from "@/components/auth/async-view";
import { useUser } from "@/components/auth/use-user";
import { useUsers } from "@/components/auth/use-users";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";

/** Drawn for those who may see it; the API asks its database again for every request. */
export function People() {
  const { refreshUser } = useUser();
  const { users, total, loading, error, refetch } = useUsers({ per_page: 10 });
  // Two calls at once: where both find the session out of date, it is renewed once.
  const refresh = () => void Promise.all([refreshUser(), refetch()]);
  return (
    <Card>
      <CardHeader title="People" description={`${total} in all`} action={<Button variant="secondary" size="sm" onClick={refresh}>Refresh</Button>} />
      <AsyncView loading={loading && users.length === 0} error={error} loadingLabel="Loading people" retry={refresh}>
        <ul className="mt-5 divide-y border-t">
          {users.map(({ id, full_name, username, email, roles }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 px-5 py-3 text-sm sm:px-6">
              <span className="font-medium">{full_name ?? username}</span>
              <span className="text-muted-foreground">
                {email} · {roles.join(", ") || "no role"}
              </span>
            </li>
          ))}
        </ul>
      </AsyncView>
    </Card>
  );
}
