/** Ports on loopback. */
import net from "node:net";

/** @returns {Promise<number>} a port that nobody listens on now */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** True when `port` can be bound on every loopback address that this machine has. */
export async function isPortFree(port) {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    if (!(await canBind(port, host))) return false;
  }
  return true;
}

function canBind(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    // A machine without IPv6 answers EADDRNOTAVAIL or EAFNOSUPPORT: no obstacle.
    probe.once("error", (error) => resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"));
    probe.listen({ port, host, ipv6Only: host.includes(":") }, () => probe.close(() => resolve(true)));
  });
}
