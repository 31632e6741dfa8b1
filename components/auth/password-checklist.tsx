"use client";

import { Circle, CircleCheck } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { BYTES_RULE, CONTEXT_RULE, classRules, contextWords, LENGTH_RULE, type PasswordRule } from "@/lib/password-rules";
import { usePasswordPolicy } from "./password-policy";

export interface PasswordChecklistProps {
  /** So that the field can point at it. */
  id: string;
  password: string;
  /** Names and addresses of the account. */
  context?: string[];
}

const lowerFirst = (text: string) => `${text[0]?.toLowerCase()}${text.slice(1)}`;

/**
 * What the active policy asks, ticked off while typing. Without client JavaScript it is the plain list. Each change of what is
 * still missing is announced politely (WCAG 4.1.3).
 */
export function PasswordChecklist({ id, password, context = [] }: PasswordChecklistProps) {
  const { policy, asksBreaches } = usePasswordPolicy();
  const words = contextWords(context);
  const isMet = (rule: PasswordRule) => rule.isMet(password, words);
  const rules = [LENGTH_RULE, ...classRules(policy), ...(isMet(BYTES_RULE) ? [] : [BYTES_RULE]), CONTEXT_RULE];
  const missing = rules.filter((rule) => !isMet(rule)).map(({ asks }) => lowerFirst(asks));
  const status = missing.length === 0 ? "Your password meets every requirement in this list." : `Still needed: ${missing.join("; ")}.`;
  return (
    <div className="grid gap-1.5 text-sm text-muted-foreground">
      <ul id={id} className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {rules.map((rule) => (
          <Item key={rule.id} rule={rule} isMet={password !== "" && isMet(rule)} />
        ))}
      </ul>
      <p>{asksBreaches ? "The most used passwords and those from known data breaches are refused." : "The most used passwords are refused."}</p>
      <p role="status" className="sr-only">{password !== "" && status}</p>
    </div>
  );
}

function Item({ rule, isMet }: { rule: PasswordRule; isMet: boolean }) {
  const Icon = isMet ? CircleCheck : Circle;
  return (
    <li className={cn("flex gap-1.5", isMet && "text-foreground")}>
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", isMet && "text-success-text")} />
      <span>{rule.asks}{isMet && <span className="sr-only"> (done)</span>}</span>
    </li>
  );
}
