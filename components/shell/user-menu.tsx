import { ChevronDown, UserRound } from "lucide-react";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/components/ui/form-state";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { CloseOnNavigation } from "./close-on-navigation";
import type { ShellViewer } from "./shell-viewer";
import { SignOutForm } from "./sign-out-form";

const id = "user-menu";

/** A native popover, so that signing out needs no JavaScript. */
export function UserMenu({ viewer, signOutAction }: { viewer: ShellViewer; signOutAction: FormAction }) {
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Account menu of ${viewer.name}`}
        className="flex h-11 items-center gap-2.5 rounded-md px-1.5 text-sm font-medium transition-colors hover:bg-accent sm:px-2"
      >
        <Avatar name={viewer.name} src={viewer.avatarUrl} />
        <span className="hidden max-w-40 truncate sm:block">{viewer.name}</span>
        <ChevronDown aria-hidden="true" className="hidden size-4 text-muted-foreground sm:block" />
      </button>
      <div id={id} popover="auto" className="menu fixed inset-auto top-15 right-3 w-72 rounded-xl p-1.5 shadow-lg sm:right-6">
        <CloseOnNavigation id={id} />
        <div className="grid gap-2.5 p-3">
          <div className="min-w-0">
            <p className="truncate font-medium">{viewer.name}</p>
            <p className="truncate text-sm text-muted-foreground">{viewer.email}</p>
          </div>
          <ul aria-label="Your roles" className="flex flex-wrap gap-1.5">
            {[...new Set(viewer.roles)].map((role) => <li key={role}><Badge tone="accent">{role}</Badge></li>)}
          </ul>
        </div>
        <div className="grid border-t py-1.5">
          <Link href="/account" className="flex min-h-10 items-center gap-3 rounded-md px-3 text-sm transition-colors hover:bg-accent pointer-coarse:min-h-11">
            <UserRound aria-hidden="true" className="size-4 text-muted-foreground" />
            Your account
          </Link>
          <div className="flex min-h-11 items-center justify-between px-3 text-sm noscript:hidden">
            Theme
            <ThemeToggle />
          </div>
        </div>
        <SignOutForm action={signOutAction} />
      </div>
    </>
  );
}
