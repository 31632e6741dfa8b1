/**
 * The routes of `app/api` that are no operation, each with the reason. `npm run contracts:check` fails for a handler that is
 * neither: make it an operation, which is described by its declaration, or describe it here.
 */
import { z } from "zod";
import { NOT_FOUND } from "@/lib/errors";
import { limits } from "@/lib/rate-limit/limits";
import type { DescribedHandler } from "./handler-entry";

const sessionAnswer = z
  .object({
    sessionId: z.uuid(),
    expires: z.iso.datetime().meta({ description: "Until when this answer may be believed without asking again" }),
    user: z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      image: z.string().nullable(),
      username: z.string(),
      roles: z.array(z.string()),
      permissions: z.array(z.string()),
      tenant_id: z.uuid().nullable(),
    }),
  })
  .nullable();

export const describedHandlers: readonly DescribedHandler[] = [
  {
    name: "auth.jwks",
    method: "GET",
    path: "/api/auth/jwks",
    tag: "auth",
    summary: "The public keys of access tokens (RFC 7517); none while they are signed with a secret",
    because: "its answer is the standard's, for any cache to keep.",
    output: z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }),
  },
  {
    name: "auth.session",
    method: ["GET", "POST"],
    path: "/api/auth/session",
    tag: "auth",
    summary: "The session as Auth.js's clients read it; null for nobody",
    because: "Auth.js decides the answer, which may be null, and it renews the cookies on the way.",
    limit: limits.session,
    output: sessionAnswer,
  },
  {
    name: "auth.renew-and-return",
    method: "GET",
    path: "/api/auth/session/refresh",
    tag: "auth",
    summary: "Renews a page's session by its cookie and goes back to the page",
    because: "it answers a browser's navigation with a redirect.",
    limit: limits.refresh,
    query: z.object({ return_to: z.string().optional() }),
    example: { return_to: "/dashboard" },
    status: 307,
    type: null,
  },
  {
    name: "auth.depart-to-provider",
    method: "GET",
    path: "/api/auth/login/{provider}",
    tag: "auth",
    summary: "Off to a provider, to sign in there; everything else in the query comes back",
    because: "it answers a browser's navigation with a redirect to another site.",
    limit: limits.read,
    params: z.object({ provider: z.string().meta({ description: "google, microsoft, github, apple or oidc, where it is configured" }) }),
    query: z.object({
      redirect_uri: z.string().optional().meta({ description: "Where to go afterwards: on this installation, or on an origin of REDIRECT_ALLOW_LIST" }),
      return_to: z.string().optional().meta({ description: "The same under the name that our pages use" }),
      connect: z.literal("true").optional().meta({ description: "Connects the provider to the account that is signed in, instead of signing in; from a page of this installation alone" }),
    }),
    example: { provider: "github", return_to: "/dashboard" },
    status: 302,
    type: null,
    errors: [NOT_FOUND],
  },
  {
    name: "auth.return-from-provider",
    method: "GET",
    path: "/api/auth/auth/{provider}/callback",
    tag: "auth",
    summary: "Back from a provider, by the path of older systems; Auth.js's own is /api/auth/callback/{provider}",
    because: "it answers a browser's navigation with a redirect.",
    limit: limits.read,
    params: z.object({ provider: z.string() }),
    query: z.object({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional() }),
    example: { provider: "google", code: "from-the-provider", state: "of-this-browser" },
    status: 302,
    type: null,
    errors: [NOT_FOUND],
  },
  {
    name: "account.serve-avatar",
    method: "GET",
    path: "/api/avatars/{id}",
    tag: "account",
    summary: "A profile picture",
    because: "it answers with the picture's bytes, for browsers to keep for ever.",
    limit: limits.read,
    params: z.object({ id: z.uuid() }),
    example: { id: "0198c0de-0000-7000-8000-00000000000b" },
    type: "image/webp",
    errors: [NOT_FOUND],
  },
  {
    name: "system.openapi",
    method: "GET",
    path: "/api/openapi.json",
    tag: "system",
    summary: "This document",
    because: "it is a file made at build time.",
    output: z.looseObject({ openapi: z.literal("3.1.0") }),
  },
  {
    name: "system.metrics",
    method: "GET",
    path: "/api/metrics",
    tag: "system",
    summary: "Figures for Prometheus",
    because: "it speaks Prometheus's text format, and its caller is no person.",
    secret: "METRICS_TOKEN",
    type: "text/plain",
    errors: [NOT_FOUND],
  },
  {
    name: "system.run-due-jobs",
    method: ["GET", "POST"],
    path: "/api/cron",
    tag: "system",
    summary: "Runs what is due: mail, hooks, seals, clearing up",
    because: "its caller is a scheduler, which sends what it can.",
    secret: "CRON_SECRET",
    output: z.object({ sent: z.number().int(), failed: z.number().int() }),
  },
];
