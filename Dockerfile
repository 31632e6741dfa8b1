# syntax=docker/dockerfile:1
# Serves with `node server.js`; migrates with `node migrate.mjs` (safe when several start at once).
# Holds no secret and no setting: everything comes from the environment at start (docs/configuration.md).

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# The packages' own layer: it stays as long as the lockfile does. No package's install script runs.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && node deploy/bundle-migrate.mjs

FROM node:24-bookworm-slim
WORKDIR /app
# The manual handling of signals: the server itself answers what is in flight, then ends with 0.
ENV NODE_ENV=production PORT=3000 HOSTNAME=0.0.0.0 NEXT_MANUAL_SIG_HANDLE=1 NEXT_TELEMETRY_DISABLED=1
# Owned by root, served by another user: the tree is read-only to what runs in it, also without --read-only.
COPY --from=build /app/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "health.mjs"]
STOPSIGNAL SIGTERM
CMD ["node", "server.js"]
