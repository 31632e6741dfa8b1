import { Landing } from "@/components/landing/landing";
import { listDemoPeople } from "@/lib/features/demo/list-demo-people";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";

export const access = anyone();

export default page(access, async ({ viewer }) => <Landing signedIn={viewer !== null} demo={await listDemoPeople()} />);
