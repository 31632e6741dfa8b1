/** From what a provider says to who it is for us. An address counts as proved only where the provider vouches for it. */
import type { ProviderIdentity } from "@/lib/features/connections/identity-schema";
import type { ConfiguredProvider } from "@/lib/providers";

export type Claims = Record<string, unknown>;

const NAME_MAX = 50;

const text = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);

/** Never in the middle of a character. */
const name = (value: string | null): string | null => value?.slice(0, NAME_MAX).replace(/[\ud800-\udbff]$/, "") ?? null;

/** Some send words for it. */
const isTrue = (value: unknown): boolean => value === true || value === "true" || value === 1 || value === "1";

/**
 * Who somebody is there, never by an address: GitHub by number, Entra by tenant and object, others by `sub`; where the issuer is
 * a matter of configuration, its name is part of it, so that another one's people are nobody's namesakes.
 * @returns null where the provider did not say
 */
export function subjectOf(provider: ConfiguredProvider, claims: Claims): string | null {
  const { iss, sub, tid, oid, id } = claims;
  const subject = { google: sub, apple: sub, github: id, oidc: iss && sub && `${text(iss)}|${text(sub)}`, microsoft: tid && oid && `${text(tid)}.${text(oid)}` }[provider.name];
  if ((typeof subject !== "string" && typeof subject !== "number") || subject === "") return null;
  // The demonstration listens at another port each time.
  return provider.isDemo ? `demo:${subject}` : String(subject);
}

/** Entra's `email` is what an administrator typed, unless the owner of the domain vouches for it (`xms_edov`). */
const isVouchedFor = ({ name: provider }: ConfiguredProvider, claims: Claims): boolean => isTrue(provider === "microsoft" ? claims.xms_edov : claims.email_verified);

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Apple tells a name once, at the first visit, beside its claims and not in them: Auth.js puts what came along into `user`. */
function namesOfApple({ user }: Claims): Claims {
  const { firstName, lastName } = Object((user as { name?: unknown } | undefined)?.name) as Claims;
  return { given_name: firstName, family_name: lastName };
}

function namesOf(claims: Claims): Pick<ProviderIdentity, "firstName" | "lastName"> {
  const [given, family] = [text(claims.given_name), text(claims.family_name)];
  if (given ?? family) return { firstName: name(given), lastName: name(family) };
  const words = text(claims.name)?.split(/\s+/) ?? [];
  const last = words.length > 1 ? (words.pop() ?? null) : null;
  return { firstName: name(text(words.join(" "))), lastName: name(last) };
}

/** @returns null where the provider did not say who it is */
export function identityOf(provider: ConfiguredProvider, claims: Claims): ProviderIdentity | null {
  const subject = subjectOf(provider, claims);
  if (subject === null) return null;
  const email = text(claims.email)?.toLowerCase() ?? null;
  const isAddress = email !== null && EMAIL.test(email);
  return { provider: provider.name, subject, email: isAddress ? email : null, isEmailVerified: isAddress && isVouchedFor(provider, claims), ...namesOf(provider.name === "apple" ? namesOfApple(claims) : claims) };
}
