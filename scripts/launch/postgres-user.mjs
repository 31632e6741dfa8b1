/** PostgreSQL refuses to run as root. These find, or make, whom it runs as instead, and what that user can reach. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

/** Where root keeps what the postgres user has to reach when the checkout lies in a closed folder. */
export const sharedStateDirectory = "/var/lib/gatehouse";

const ACCOUNT = "postgres";

function lookUp() {
  const id = (flag) => Number(execFileSync("id", [flag, ACCOUNT], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function create() {
  // Debian and Red Hat have useradd, Alpine has adduser.
  const ways = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]],
    ["adduser", ["-S", "-D", "-H", "-s", "/sbin/nologin", ACCOUNT]],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: "ignore" });
      return lookUp();
    } catch {
      continue;
    }
  }
  return undefined;
}

/**
 * @returns {{ uid: number, gid: number } | undefined} undefined where PostgreSQL can run as we are
 * @throws Error when we are root and no other user can be made
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const account = lookUp() ?? create();
  if (account) return account;
  throw new Error("PostgreSQL does not run as root, and no user for it could be made. Run this as another user, or set DATABASE_URL.");
}

/** True when every folder down to `directory` lets the account pass (mode bits; what does not exist yet is ours to open). */
export function canReach(directory, account) {
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    const stat = statSync(current, { throwIfNoEntry: false });
    if (stat && !maySearch(stat, account)) return false;
    if (current === path.dirname(current)) return true;
  }
}

function maySearch(stat, { uid, gid }) {
  if (stat.uid === uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
