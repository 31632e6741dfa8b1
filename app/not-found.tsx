import type { Metadata } from "next";
import { NotFoundView } from "@/components/shell/not-found-view";
import { StatusPage } from "@/components/shell/status-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <StatusPage>
      <NotFoundView />
    </StatusPage>
  );
}
