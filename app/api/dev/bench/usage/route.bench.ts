/** CPU of this whole process, every thread of it (getrusage), in microseconds since it started; memory in bytes. */
export const GET = (): Response => {
  const { user, system } = process.cpuUsage();
  return Response.json({ cpuMicros: user + system, rss: process.memoryUsage.rss() });
};
export const dynamic = "force-dynamic";
