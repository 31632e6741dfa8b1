import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { AccountTabs } from "./account-tabs";

export interface AccountScreenProps {
  title: string;
  description: string;
  children: ReactNode;
}

/** The frame of each screen of one's own account. */
export function AccountScreen({ title, description, children }: AccountScreenProps) {
  return (
    <div className="grid max-w-4xl gap-6">
      <PageHeader title={title} description={description} />
      <AccountTabs />
      <div className="grid gap-6">{children}</div>
    </div>
  );
}
