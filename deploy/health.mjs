/** The image's HEALTHCHECK: asks the process whether it lives, not the database whether it is there. */
const port = process.env.PORT || "3000";
try {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health/live`, { signal: AbortSignal.timeout(2500) });
  process.exit(answer.ok ? 0 : 1);
} catch {
  process.exit(1);
}
