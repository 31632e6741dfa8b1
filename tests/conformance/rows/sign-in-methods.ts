import type { Section } from "../row";

const PROVIDERS = "comes with the providers";
const MAIL = "comes with verification and recovery by mail";
const FACTOR = "comes with the second factor";

export const signInMethods = {
  title: "Providers, verification, recovery, second factor",
  rows: [
    { id: "O1", status: "pending", asks: "Begin at Google, with redirect_uri and custom data", reason: PROVIDERS, absent: ["GET /api/auth/login/google"] },
    { id: "O2", status: "pending", asks: "Begin at Microsoft", reason: PROVIDERS, absent: ["GET /api/auth/login/microsoft"] },
    { id: "O3", status: "pending", asks: "Come back from Google", reason: PROVIDERS, absent: ["GET /api/auth/auth/google/callback"] },
    { id: "O4", status: "pending", asks: "Come back from Microsoft", reason: PROVIDERS, absent: ["GET /api/auth/auth/microsoft/callback"] },
    { id: "O5", status: "pending", asks: "Come back by the other path", reason: `${PROVIDERS}; the path is Auth.js's own, which leads to the sign-in page while there is no provider` },
    { id: "V1", status: "pending", asks: "Confirm an address by the link of a mail", reason: MAIL, absent: ["GET /api/auth/confirm/x", "POST /api/auth/confirm"] },
    { id: "V2", status: "pending", asks: "Have the mail sent again", reason: MAIL, absent: ["POST /api/auth/resend-verification-email"] },
    { id: "V3", status: "pending", asks: "The same by its other name", reason: MAIL, absent: ["POST /api/auth/resend-verification"] },
    { id: "P1", status: "pending", asks: "Ask for a reset mail: one answer for known and unknown", reason: MAIL, absent: ["POST /api/auth/request-password-reset"] },
    { id: "P2", status: "pending", asks: "Reset with the token in the path", reason: MAIL, absent: ["POST /api/auth/reset-password/x"] },
    { id: "P3", status: "pending", asks: "Reset with the token in the body", reason: MAIL, absent: ["POST /api/auth/reset-password"] },
    { id: "P4", status: "pending", asks: "Ask for a reset by the third system's path", reason: MAIL, absent: ["POST /auth/password-reset/request"] },
    { id: "P5", status: "pending", asks: "Reset by the third system's path", reason: MAIL, absent: ["POST /auth/password-reset/confirm"] },
    { id: "P6", status: "pending", asks: "Ask for a reset by the fourth system's path, without a token in the answer", reason: MAIL, absent: ["POST /api/v1/auth/forgot-password"] },
    { id: "P7", status: "pending", asks: "Reset by the fourth system's path", reason: MAIL, absent: ["POST /api/v1/auth/reset-password"] },
    { id: "MFA1", status: "pending", asks: "Verify a second factor after the password", reason: FACTOR, absent: ["POST /api/auth/verify-mfa"] },
    { id: "MFA2", status: "pending", asks: "Set up a second factor", reason: FACTOR, absent: ["POST /api/auth/mfa/enable"] },
    { id: "MFA3", status: "pending", asks: "Verify it by the other path", reason: FACTOR, absent: ["POST /api/auth/mfa/verify"] },
    { id: "MFA4", status: "pending", asks: "Take the second factor away", reason: FACTOR, absent: ["POST /api/auth/mfa/disable"] },
  ],
} as const satisfies Section;
