/** What the calls of `AuthClient` send and get. Everything here vanishes in compilation: no schema reaches a browser through it. */
import type { z } from "zod";
import type { updateProfileInput, WireUser } from "@/lib/features/account/schema";
import type { registerInput } from "@/lib/features/auth/schema";
import type { proofInput, ProofMethod, renewedProof } from "@/lib/features/reauthentication/schema";
import type { CustomValues } from "@/lib/hooks/user-fields";

/** A person, with the fields that the product added. */
export type AuthUser = WireUser & CustomValues;

export interface Message {
  message: string;
  msg: string;
  success: true;
}

/** Where the delivery mode puts tokens in the body. */
export interface Tokens {
  access_token?: string;
  refresh_token?: string;
  token_type?: "Bearer";
  /** Seconds. */
  expires_in?: number;
}

export type SignInAnswer = Message & Tokens & { user: AuthUser };
/** As the server sends it; `AuthClient.signup` rejects where nobody is signed in by it. */
export type SignupReply = Message & Tokens & { user?: AuthUser; verification_required?: true };
export type SignupInput = z.input<typeof registerInput> & Partial<CustomValues>;

/** A password and an address have calls of their own. */
export type UserChanges = Omit<z.input<typeof updateProfileInput>, "password" | "email"> & Partial<CustomValues>;

export interface CheckAuthAnswer {
  authenticated: true;
  msg: string;
  user: Pick<WireUser, "id" | "email" | "username" | "role" | "role_id" | "role_name">;
}

export interface UserAnswer {
  user: AuthUser;
}

export interface UpdateUserAnswer {
  message: string;
  user: AuthUser;
}

export interface PasswordAnswer {
  message: string;
  /** How many other sessions ended. */
  sessions_revoked: number;
}

/** One of password, code and assertion. */
export type Proof = z.input<typeof proofInput>;
export type ProofAnswer = z.output<typeof renewedProof>;

export interface ProofStateAnswer {
  /** What the account has. */
  methods: ProofMethod[];
  is_recent: boolean;
  authenticated_at: string;
  max_age_seconds: number;
}

export interface ProofCodeAnswer {
  message: string;
  /** Seconds. */
  expires_in: number;
}

export interface PictureAnswer {
  message: string;
  url: string;
  profile_picture_url: string;
}

export interface NoPictureAnswer {
  message: string;
  profile_picture_url: null;
}

/** React Native's way to name a file. */
export interface NativeFile {
  uri: string;
  name: string;
  type: string;
}
