"use client";

import { useSyncExternalStore } from "react";
import { formatDay, formatInstant } from "./format-instant";

export interface RelativeTimeProps {
  /** ISO 8601 in UTC. */
  at: string;
  className?: string;
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago", "in 7 days" or, beyond a month, a day, once the browser is there; the server (and a reader without JavaScript) gets the absolute time in UTC. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const now = useSyncExternalStore(everyMinute, currentMinute, () => null);
  const absolute = formatInstant(at);
  return (
    <time dateTime={at} title={absolute} className={className}>
      {now === null ? absolute : fromNow(at, now)}
    </time>
  );
}

function fromNow(at: string, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 60) return "just now";
  if (size > 30 * 86_400) return formatDay(at);
  for (const [unit, length] of steps) if (size >= length) return relative.format(Math.round(seconds / length), unit);
  return formatInstant(at);
}

function everyMinute(notify: () => void): () => void {
  const timer = setInterval(notify, 60_000);
  return () => clearInterval(timer);
}

function currentMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
