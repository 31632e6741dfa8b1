import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { resetScreen } from "../reset-screen";
import { tokenPage } from "../token-page";

export const metadata = tokenPage("Choose a new password");
export const access = anyone();

export default page(access, (tools) => resetScreen(tools, "Choose a new password"));
