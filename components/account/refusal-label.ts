/** What went wrong, for the person whose account it is; the audit trail of the administration shows the code itself. */
const WORDS: Record<string, string> = {
  INVALID_CREDENTIALS: "Wrong password",
  INVALID_PASSWORD: "Wrong password",
  PROOF_REFUSED: "Wrong proof",
  INVALID_MFA_CODE: "Wrong code",
  INVALID_TOKEN: "Link or code not good",
  PASSKEY_REFUSED: "Passkey not accepted",
  EMAIL_NOT_VERIFIED: "Address not confirmed",
  ACCOUNT_DISABLED: "Account closed",
  FORBIDDEN: "Not allowed",
  REAUTH_REQUIRED: "Not confirmed who you are",
  RATE_LIMIT_EXCEEDED: "Too many tries",
};

export const refusalLabel = (code: string | null): string => WORDS[code ?? ""] ?? "Refused";
