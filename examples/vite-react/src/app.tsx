import { LoadingNote } from "@/components/auth/loading-note";
import { LoginForm } from "@/components/auth/login-form";
import { useAuth } from "@/components/auth/use-auth";
import { Account } from "./account";

/** The session is in cookies, which no script reads: whether there is one, the API says. */
export function App() {
  const { user, isAuthenticated, loading, login } = useAuth();
  const isUnknown = loading || (isAuthenticated && !user);
  return (
    <main className="mx-auto grid max-w-2xl gap-8 px-5 py-12 font-sans">
      {isUnknown ? <LoadingNote>Checking that you are signed in</LoadingNote> : user ? <Account user={user} /> : <LoginForm onLogin={login} />}
    </main>
  );
}
