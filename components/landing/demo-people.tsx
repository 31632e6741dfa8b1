import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { DemoPerson } from "./demo-person";

/** The seeded people, each with what there is to see through their eyes. */
export function DemoPeople({ people }: { people: DemoPerson[] }) {
  return (
    <section aria-labelledby="demo" className="border-b bg-sunken">
      <div className="mx-auto grid max-w-6xl gap-6 px-4 py-12 sm:px-6">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div className="grid gap-1.5">
            <h2 id="demo" className="text-xl font-semibold">Try a demo account</h2>
            <p className="text-muted-foreground">Seeded for this demonstration. Each role sees a different product.</p>
          </div>
          <Link href="/login" className="link">Go to sign in</Link>
        </div>
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
          {people.map(({ email, password, role }) => (
            <li key={email} className="surface grid content-start gap-3 p-4">
              <Badge tone="accent" className="justify-self-start">{role}</Badge>
              <dl className="grid gap-1 font-mono text-sm">
                <dt className="sr-only">E-mail</dt>
                <dd className="break-all">{email}</dd>
                <dt className="sr-only">Password</dt>
                <dd className="text-muted-foreground">{password}</dd>
              </dl>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
