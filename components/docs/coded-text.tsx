/** A sentence whose parts in backticks are names. */
export function CodedText({ text }: { text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index} className="rounded bg-muted px-1.5 py-0.5 font-mono text-[0.8125em] break-words">{part}</code> : part));
}
