import { Alert } from "@/components/ui/alert";

export interface FilterTroubleProps {
  problem: { message: string; fields: Record<string, string[]> };
  /** What people call a field, where its name in the address says less. */
  names?: Record<string, string>;
}

/** Why a list shows nothing: the filters that make no sense. */
export function FilterTrouble({ problem, names = {} }: FilterTroubleProps) {
  const entries = Object.entries(problem.fields);
  return (
    <div className="p-4 sm:p-6">
      <Alert tone="danger">
        <p>{problem.message}</p>
        <ul className="mt-1 list-disc pl-5">
          {entries.map(([name, sentences]) => <li key={name}><span className="font-medium">{names[name] ?? labelOf(name)}</span>: {sentences.join(" ")}</li>)}
        </ul>
      </Alert>
    </div>
  );
}

const labelOf = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("_", " ");
