import { Menu, X } from "lucide-react";
import type { ReactNode } from "react";
import type { FormAction } from "@/components/ui/form-state";
import { AppNavigation } from "./app-navigation";
import { Brand } from "./brand";
import { CloseOnNavigation } from "./close-on-navigation";
import type { NavigationItem } from "./navigation";
import type { ShellViewer } from "./shell-viewer";
import { UserMenu } from "./user-menu";

export interface AppShellProps {
  viewer: ShellViewer;
  /** Only what the viewer may open; the shell asks no permissions. */
  navigation: NavigationItem[];
  signOutAction: FormAction;
  /** Stands beside the account menu. */
  switcher?: ReactNode;
  children: ReactNode;
}

const drawerId = "navigation-drawer";
const iconButton = "grid size-11 place-items-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground";

/** Sidebar from 1024 px on, a drawer below it (a native popover: it opens without JavaScript). */
export function AppShell({ viewer, navigation, signOutAction, switcher, children }: AppShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <aside aria-label="Sidebar" className="sticky top-0 hidden h-dvh flex-col border-r bg-sunken lg:flex">
        <div className="flex h-16 shrink-0 items-center px-6"><Brand href="/dashboard" /></div>
        <div className="flex-1 overflow-y-auto px-3 py-4">
          <AppNavigation navigation={navigation} label="Main" />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-16 items-center justify-between gap-3 border-b bg-background/85 px-2 backdrop-blur-md sm:px-5 lg:justify-end">
          <div className="flex items-center gap-1 lg:hidden">
            <button type="button" popoverTarget={drawerId} aria-label="Open navigation" className={iconButton}>
              <Menu aria-hidden="true" className="size-5" />
            </button>
            <Brand href="/dashboard" />
          </div>
          <div className="flex min-w-0 items-center gap-1">
            {switcher}
            <UserMenu viewer={viewer} signOutAction={signOutAction} />
          </div>
        </header>
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8 lg:px-10">
          {children}
        </main>
      </div>
      <aside id={drawerId} aria-label="Navigation drawer" popover="auto" className="drawer inset-y-0 right-auto left-0 h-dvh max-h-none w-72 max-w-[85vw] border-y-0 border-l-0 shadow-lg lg:hidden">
        <CloseOnNavigation id={drawerId} />
        <div className="flex h-16 items-center justify-between pr-2 pl-5">
          <Brand href="/dashboard" />
          <button type="button" popoverTarget={drawerId} popoverTargetAction="hide" aria-label="Close navigation" className={iconButton}>
            <X aria-hidden="true" className="size-5" />
          </button>
        </div>
        <div className="px-3 py-2"><AppNavigation navigation={navigation} label="Main, in the drawer" /></div>
      </aside>
    </div>
  );
}
