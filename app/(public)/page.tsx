import { Landing } from "@/components/landing/landing";
import { anyone } from "@/lib/http/access";

export const access = anyone();

export default function HomePage() {
  return <Landing />;
}
