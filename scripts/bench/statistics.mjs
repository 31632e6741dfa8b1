/** Figures from samples. */

/** Nearest rank (NIST handbook 7.2.6.2), NaN for no sample. @param {ArrayLike<number>} sorted ascending */
export function percentile(sorted, share) {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @typedef {{ perSecond: number, p50: number, p99: number, cpuMicros: number, requests: number }} Figures
 *   requests a second, milliseconds, and microseconds of the server's CPU (all threads) per request
 */

/** The median of each figure over rounds, so that one disturbed round decides nothing. @param {Figures[]} rounds @returns {Figures} */
export const overRounds = (rounds) => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
  cpuMicros: median(rounds.map(({ cpuMicros }) => cpuMicros)),
  requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
});

/**
 * The median of the quotients of neighbouring rounds: what slows the machine for a minute slows both.
 *
 * @param {Figures[]} subject @param {Figures[]} base @param {keyof Figures} figure
 */
export const ratio = (subject, base, figure) => median(subject.map((round, index) => round[figure] / base[index][figure]));
