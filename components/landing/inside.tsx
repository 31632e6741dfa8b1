import { Braces, DoorOpen, MonitorSmartphone, ScrollText, ShieldCheck, Users } from "lucide-react";

const parts = [
  {
    icon: DoorOpen,
    title: "Sign-in that works everywhere",
    text: "By password, passkey, mailed link or a provider such as Google, with a second factor where you want one. Wrong guesses are limited, and one sentence never tells which part was wrong.",
  },
  {
    icon: MonitorSmartphone,
    title: "Sessions you can see and end",
    text: "Every device with its browser, system, address and last activity. Ending a session takes effect on its next request, not when a token expires.",
  },
  {
    icon: ShieldCheck,
    title: "Permissions, enforced twice",
    text: "The edge refuses early; the server decides against the database on every request. Remove the edge and nothing becomes reachable.",
  },
  {
    icon: ScrollText,
    title: "Audit in the same transaction",
    text: "A change and its audit row commit together, or neither does. Refusals and failed sign-ins are recorded too.",
  },
  {
    icon: Users,
    title: "Organizations and an administration",
    text: "People belong to organizations, by invitation, and see nothing of the others. Search and filter people, ban with a reason and an end, end sessions, and read the audit trail.",
  },
  {
    icon: Braces,
    title: "A REST API beside the pages",
    text: "The same operations over HTTP, with cookies or Bearer tokens, described by an OpenAPI document that is generated, not written.",
    href: "/docs/api",
    link: "Read the API reference",
  },
];

export function Inside() {
  return (
    <section aria-labelledby="inside" className="mx-auto grid max-w-6xl gap-8 px-4 py-16 sm:px-6 sm:py-20">
      <h2 id="inside" className="text-2xl font-semibold sm:text-3xl">What is inside</h2>
      <ul className="grid gap-px overflow-hidden rounded-xl border bg-border sm:grid-cols-2 lg:grid-cols-3">
        {parts.map(({ icon: Icon, title, text, href, link }) => (
          <li key={title} className="grid content-start gap-3 bg-card p-6">
            <Icon aria-hidden="true" className="size-5 text-primary" />
            <h3 className="font-semibold">{title}</h3>
            <p className="text-sm leading-relaxed text-muted-foreground">{text}</p>
            {href && <a href={href} className="link justify-self-start text-sm">{link}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}
