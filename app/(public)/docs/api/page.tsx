import type { Metadata } from "next";
import { page } from "@/app/page-maker";
import { ReferenceIndex } from "@/components/docs/reference-index";
import { anyone } from "@/lib/http/access";
import { referenceGroups } from "./read-reference";

export const metadata: Metadata = { title: "API reference" };

export const access = anyone();

export default page(access, async ({ viewer, search: { q = "" } }) => {
  const query = q.trim().slice(0, 200);
  return <ReferenceIndex signedIn={viewer !== null} groups={referenceGroups(query)} query={query} />;
});
