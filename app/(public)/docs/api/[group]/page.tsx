import type { Metadata } from "next";
import { page } from "@/app/page-maker";
import { ReferenceGroupScreen } from "@/components/docs/reference-group-screen";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { anyone } from "@/lib/http/access";
import { referenceGroup } from "../read-reference";

export const metadata: Metadata = { title: "API reference" };

export const access = anyone();

export default page(access, async ({ viewer, params: { group = "" } }) => {
  const found = referenceGroup(group);
  if (!found) throw new AppError(NOT_FOUND);
  return <ReferenceGroupScreen signedIn={viewer !== null} title={found.title} operations={found.operations} />;
});
