import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { GateFigure } from "@/components/shell/gate-figure";
import { Button } from "@/components/ui/button";

export function Hero({ signedIn }: { signedIn: boolean }) {
  return (
    <section className="relative overflow-hidden border-b">
      <div aria-hidden="true" className="lattice absolute inset-0" />
      <div className="relative mx-auto grid max-w-6xl items-center gap-12 px-4 py-16 sm:px-6 sm:py-24 lg:grid-cols-[1.25fr_0.75fr]">
        <div className="grid justify-items-start gap-7">
          <h1 className="max-w-2xl text-4xl leading-[1.06] font-semibold tracking-[-0.035em] sm:text-6xl">
            Who may come in, and who did what, is already built.
          </h1>
          <p className="max-w-xl text-lg leading-relaxed text-muted-foreground">
            Gatehouse is a Next.js starter with sign-in, sessions, roles, administration and an audit trail in place.
            Try it, delete what you do not need, and build your product on the rest.
          </p>
          <div className="flex flex-wrap gap-3">
            {signedIn ? (
              <Button asChild size="lg"><Link href="/dashboard">Open your dashboard<ArrowRight aria-hidden="true" /></Link></Button>
            ) : (
              <>
                <Button asChild size="lg"><Link href="/register">Create an account<ArrowRight aria-hidden="true" /></Link></Button>
                <Button asChild size="lg" variant="secondary"><Link href="/login">Sign in</Link></Button>
              </>
            )}
          </div>
        </div>
        <div className="hidden rounded-2xl bg-gate p-10 pb-0 shadow-lg lg:block">
          <GateFigure className="w-full" />
        </div>
      </div>
    </section>
  );
}
