import { ThemeToggle } from "@/components/ui/theme-toggle";
import { BrandMark } from "./brand";

export function SiteFooter() {
  return (
    <footer className="border-t">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-4 px-4 py-8 text-sm text-muted-foreground sm:px-6">
        <p className="flex items-center gap-3">
          <BrandMark className="size-5" />
          Gatehouse, MIT licensed. Keep what you need, delete the rest.
        </p>
        <ThemeToggle className="sm:hidden" />
      </div>
    </footer>
  );
}
