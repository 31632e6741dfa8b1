/** Runs once per server process, before its first request. */
export const register = async (): Promise<void> => {
  // Next replaces the variable at build time, which keeps Node's modules out of the edge bundle.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { installRequestGuard } = await import("@/lib/http/request-guard");
  installRequestGuard();
};
