import { SiteFooter } from "@/components/shell/site-footer";
import { SiteHeader } from "@/components/shell/site-header";
import { CapabilityGuide } from "./capability-guide";
import { DemoPeople } from "./demo-people";
import type { DemoPerson } from "./demo-person";
import { Hero } from "./hero";
import { Inside } from "./inside";

export interface LandingProps {
  signedIn?: boolean;
  /** Absent in production. */
  demo?: DemoPerson[];
}

/** `/`: says what this is to the person who has just cloned it. */
export function Landing({ signedIn = false, demo }: LandingProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader signedIn={signedIn} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        <Hero signedIn={signedIn} />
        {demo && demo.length > 0 && <DemoPeople people={demo} />}
        <Inside />
        <CapabilityGuide />
      </main>
      <SiteFooter />
    </div>
  );
}
