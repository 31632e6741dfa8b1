import type { ReactNode } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";

/** For an account that came by a provider or a passkey, where a form would ask for a password that there is not. */
export function NoPassword({ link }: { link: ReactNode }) {
  return (
    <Card>
      <CardHeader title="Password" description="Your account has none: you sign in by the ways below. You may add one, as another way in." />
      <CardBody>{link}</CardBody>
    </Card>
  );
}
