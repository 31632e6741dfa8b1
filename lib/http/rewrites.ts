/** Addresses that others expect outside of `/api`, and the route that answers there. next.config.js reads this file. */
export const rewrites = [
  { source: "/health", destination: "/api/health" },
  { source: "/metrics", destination: "/api/metrics" },
  { source: "/.well-known/jwks.json", destination: "/api/auth/jwks" },
];
