/** What a page's `export const access = …` is written with. */
export { anyone, can, canAll, canAny, signedIn } from "@/lib/access/policy";
