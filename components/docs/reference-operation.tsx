import { Card, CardBody } from "@/components/ui/card";
import { CodeBlock } from "./code-block";
import { CodedText } from "./coded-text";
import { MethodBadge } from "./method-badge";
import type { ReferenceExample, ReferenceOperation } from "./reference";
import { ErrorTable, ParameterTable } from "./reference-tables";

/** One operation under its anchor: who may, what goes in, what comes out, what can go wrong. */
export function ReferenceOperationView({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, parameters, body, answers, errors, examples } = operation;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-20">
      <Card>
        <CardBody className="grid min-w-0 gap-6">
          <header className="grid gap-2">
            <h2 id={`${id}-title`} className="text-lg font-semibold"><a href={`#${id}`} className="hover:underline">{summary}</a></h2>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1"><MethodBadge method={method} /><span className="font-mono text-sm break-all">{path}</span></p>
            <p className="text-sm text-muted-foreground"><CodedText text={`${description} ${recordsOf(operation)}`} /></p>
          </header>
          {parameters.length > 0 && <ParameterTable parameters={parameters} />}
          {body && <CodeBlock title={`Body: ${body.type}; other keys are ${body.isStrict ? "refused" : "ignored"}`} label={`body of ${id}`} code={body.text} />}
          {examples.map((example) => <Example key={example.key} id={id} example={example} />)}
          {answers.map(({ status, type, text }) => (
            <details key={type} className="group">
              <summary className="link w-fit text-sm">{`Fields of the answer, ${status} ${type}`}</summary>
              <div className="pt-3"><CodeBlock title={`${status} ${type}`} label={`answer of ${id} as ${type}`} code={text} /></div>
            </details>
          ))}
          <ErrorTable errors={errors} />
        </CardBody>
      </Card>
    </section>
  );
}

function recordsOf({ id, audit, limit }: ReferenceOperation): string {
  const recorded = audit.length > 0 ? `Recorded as ${audit.map((action) => `\`${action}\``).join(", ")}.` : "Not recorded.";
  return `Operation \`${id}\`. ${recorded}${limit ? ` Counted under \`${limit}\`.` : ""}`;
}

function Example({ id, example: { title, key, curl, fetch, answer } }: { id: string; example: ReferenceExample }) {
  const name = key === "example" ? id : `${id}, ${title}`;
  return (
    <div className="grid min-w-0 gap-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      <div className="grid min-w-0 gap-3 lg:grid-cols-2">
        <CodeBlock title="curl" label={`curl for ${name}`} code={curl} copyable />
        <CodeBlock title="fetch" label={`fetch for ${name}`} code={fetch} copyable />
      </div>
      {answer && <CodeBlock title={`Answer: ${answer.status}`} label={`answer to ${name}`} code={answer.text} />}
    </div>
  );
}
