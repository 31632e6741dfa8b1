/** Lets a launch script import the TypeScript of `lib/` and `prisma/` through tsx. */
import { register } from "tsx/esm/api";

let isRegistered = false;

export function enableTypeScript() {
  if (isRegistered) return;
  isRegistered = true;
  register();
}
