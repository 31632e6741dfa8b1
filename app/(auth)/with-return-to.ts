/** The other door, with the way back kept. `returnTo` was checked by `safeReturnTo`. */
export const withReturnTo = (path: string, returnTo: string | undefined): string =>
  returnTo ? `${path}${path.includes("?") ? "&" : "?"}return_to=${encodeURIComponent(returnTo)}` : path;
