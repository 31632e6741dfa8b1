import type { Purpose } from "@/lib/session/one-time-token";
import { explainToken, type TokenTrouble } from "@/lib/session/token-trouble";
import { TROUBLES } from "./errors";

export interface LinkState {
  is_valid: boolean;
  reason: TokenTrouble | null;
  message: string | null;
}

const VALID: LinkState = { is_valid: true, reason: null, message: null };

/** What is wrong with a link whose token was not found good; a page says so before anybody chooses a password in vain. */
export async function stateOf(purpose: Purpose, token: string, isFound: boolean): Promise<LinkState> {
  if (isFound) return VALID;
  const { trouble } = await explainToken(purpose, token);
  return { is_valid: false, reason: trouble, message: TROUBLES[trouble] };
}
