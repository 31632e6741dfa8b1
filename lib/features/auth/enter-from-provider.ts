import { AppError } from "@/lib/errors";
import type { WholeUser } from "@/lib/features/account/user-wire";
import type { ProviderName } from "@/lib/features/connections/schema";
import { runBefore } from "@/lib/hooks/run-hooks";
import type { Seal } from "@/lib/operation";
import type { RequestContext } from "@/lib/session/request-context";
import { enter } from "./enter";
import { ACCOUNT_DISABLED } from "./errors";
import { findPersonAtDoor } from "./person-at-door";
import { isConnected } from "./repo";

interface FromProvider {
  userId: string;
  provider: ProviderName;
  /** Of the account as the provider's answer met it, where that was earlier. */
  standing?: string;
}

/**
 * Into a session, for whom a provider has shown to be who they say: a browser at the provider's callback, an app at the exchange of
 * its code.
 * @throws AppError as `enter()` does, and what a hook refuses
 */
export async function enterFromProvider(ctx: RequestContext, { userId, provider, standing }: FromProvider, seal: Seal): Promise<WholeUser> {
  const person = await findPersonAtDoor(userId, ctx.credentials.deviceCookie);
  // Asked behind the look at the person: an owner who takes the account back takes the connections of others away.
  if (!person || !(await isConnected(userId, provider))) throw new AppError(ACCOUNT_DISABLED);
  await runBefore("beforeLogin", { identifier: person.email }, ctx);
  return enter(ctx, { person: { ...person, standing: standing ?? person.standing }, amr: ["fed"], provider, rememberMe: true }, seal);
}
