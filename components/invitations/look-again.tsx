import type { FormState } from "@/components/ui/form-state";

/** Refusals by what has become of the invitation, or of who is signed in, since the page was opened. */
const CHANGED_SINCE: ReadonlySet<string> = new Set([
  "INVITATION_UNKNOWN", "INVITATION_EXPIRED", "INVITATION_USED", "INVITATION_CANCELLED", "SIGN_IN_TO_ACCEPT", "OTHER_ACCOUNT", "ALREADY_JOINED",
]);

/** The way forward from such a refusal, as where another tab was faster: the page as it is now has the step that is next. */
export function LookAgain({ state, token }: { state: FormState; token: string }) {
  if (!CHANGED_SINCE.has(state.code ?? "")) return null;
  return <p className="text-sm"><a href={`/invitation?token=${encodeURIComponent(token)}`} className="link">Open the invitation again</a></p>;
}
