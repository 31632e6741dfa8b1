/** Runs once per server process, before its first request. */
export const register = async (): Promise<void> => {
  // Next replaces the variable at build time, which keeps Node's modules out of the edge bundle.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startServer } = await import("@/lib/start-server");
    startServer();
  }
};
