"use client";

import { useSyncExternalStore } from "react";
import { supportsPasskeys } from "./passkey-browser";

const unchanging = () => () => undefined;

/** undefined until the page has hydrated: no script, no passkey. @param domain - as of `supportsPasskeys` */
export const usePasskeySupport = (domain?: string): boolean | undefined =>
  useSyncExternalStore(unchanging, () => supportsPasskeys(domain), () => undefined);
