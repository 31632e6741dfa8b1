"use client";

import { TextCursorInput } from "lucide-react";
import type { DemoPerson } from "@/components/landing/demo-person";

export interface DemoLoginsProps {
  people: DemoPerson[];
  /** Fills the form; the person still presses "Sign in". */
  onChoose: (person: DemoPerson) => void;
}

/** The seeded people of a demonstration. Address and password are readable, so it also serves without JavaScript. */
export function DemoLogins({ people, onChoose }: DemoLoginsProps) {
  return (
    <section aria-labelledby="demo-logins" className="overflow-hidden rounded-xl border bg-sunken">
      <h2 id="demo-logins" className="border-b px-4 py-3 text-sm font-medium">Demo people</h2>
      <ul className="divide-y">
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              onClick={() => onChoose(person)}
              aria-label={`Fill in ${person.role}: ${person.email}`}
              className="group flex w-full items-center justify-between gap-3 px-4 py-2.5 text-left text-sm transition-colors hover:bg-accent focus-visible:-outline-offset-2"
            >
              <span className="grid min-w-0 gap-0.5">
                <span className="font-medium">{person.role}</span>
                <span className="truncate font-mono text-xs text-muted-foreground">{person.email} · {person.password}</span>
              </span>
              <TextCursorInput aria-hidden="true" className="size-4 shrink-0 text-muted-foreground transition-colors group-hover:text-foreground" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
