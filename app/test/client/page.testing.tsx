import type { Metadata } from "next";
import { Gate } from "@/app/gate";
import { page } from "@/app/page-maker";
import { AuthProvider, type AuthProviderProps } from "@/components/auth/auth-provider";
import { showMe } from "@/lib/features/account/operations/show-me";
import { anyone } from "@/lib/http/access";
import { ClientScreen } from "./client-screen";

export const metadata: Metadata = { title: "The React client" };
export const access = anyone();

/** Where browser journeys meet components/auth: in test builds alone. `?given=user`, `session` or nothing: what the provider starts from. */
export default page(access, async ({ viewer, run, search }) => {
  const user = viewer && search.given === "user" ? await run(showMe) : null;
  const starts: Record<string, Partial<AuthProviderProps>> = {
    user: { initialUser: user },
    session: { initialSession: viewer && { user: { id: viewer.userId } } },
  };
  return (
    <main id="content" className="mx-auto grid max-w-4xl gap-8 p-6">
      <h1 className="text-2xl font-semibold tracking-tight">The React client</h1>
      <Gate permission="users.view" fallback={<p>The server keeps the list to itself.</p>}><p>The server shows the list.</p></Gate>
      <AuthProvider {...starts[search.given ?? ""]}><ClientScreen isProtected={search.show === "protected"} /></AuthProvider>
    </main>
  );
});
