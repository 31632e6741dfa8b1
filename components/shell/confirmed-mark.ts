/** In the query of the page that somebody comes back to who has proven who they are. */
export const CONFIRMED_MARK = "confirmed";
