import type { FieldControl } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Six digits: a number pad on telephones, filled in from messages and password managers where they can. */
export const CodeInput = ({ control }: { control: FieldControl }) => (
  <Input {...control} inputMode="numeric" autoComplete="one-time-code" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={20} className="font-mono tracking-widest" />
);
