import { CodeFigure } from "@/components/ui/code-figure";

const steps = [
  { title: "Declare it", text: "Who may, what goes in and out, how often, and what the audit trail says stand in one file under lib/features." },
  { title: "Give it an address", text: "One line in app/api makes it an endpoint; one line in actions.ts makes it a form." },
  { title: "Run npm run contracts", text: "Edge policy, OpenAPI and the access matrix are derived from the declaration. A stale one fails the tests." },
];

const code = `export const createNote = defineOperation({
  name: "note.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/notes" },
  summary: "Write a note",
  access: can("notes.create"),
  limit: limits.ownWrite,
  input: z.strictObject({ title: z.string().max(120) }),
  output: z.object({ id: z.uuid(), title: z.string() }),
  audit: {
    actions: ["note.created"],
    describe: ({ output }) => ({ resource: { type: "note", id: output.id } }),
  },
  async run({ viewer, input, tx }) {
    return tx.note.create({
      data: { id: newId(), title: input.title, userId: viewer.userId },
      select: { id: true, title: true },
    });
  },
});`;

export function CapabilityGuide() {
  return (
    <section aria-labelledby="add" className="border-t bg-sunken">
      <div className="mx-auto grid max-w-6xl items-start gap-10 px-4 py-16 sm:px-6 sm:py-20 lg:grid-cols-[0.8fr_1.2fr]">
        <div className="grid gap-8">
          <div className="grid gap-3">
            <h2 id="add" className="text-2xl font-semibold sm:text-3xl">Add a capability in one file</h2>
            <p className="leading-relaxed text-muted-foreground">Nothing can be forgotten, because nothing is repeated.</p>
          </div>
          <ol className="grid gap-5">
            {steps.map(({ title, text }, index) => (
              <li key={title} className="grid grid-cols-[auto_1fr] gap-x-4">
                <span aria-hidden="true" className="grid size-7 place-items-center rounded-full bg-tint font-mono text-xs font-medium text-tint-foreground">{index + 1}</span>
                <div className="grid gap-1">
                  <h3 className="font-semibold">{title}</h3>
                  <p className="text-sm leading-relaxed text-muted-foreground">{text}</p>
                </div>
              </li>
            ))}
          </ol>
        </div>
        <CodeFigure title="lib/features/notes/operations/create-note.ts" code={code} />
      </div>
    </section>
  );
}
