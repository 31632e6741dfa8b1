import { anyone } from "@/lib/http/access";
import { answerDenied } from "@/lib/http/denied";
import { handler } from "@/lib/http/handler";

export const GET = handler({ access: anyone() }, answerDenied);
export const HEAD = handler({ access: anyone() }, answerDenied);
export const POST = handler({ access: anyone() }, answerDenied);
export const PUT = handler({ access: anyone() }, answerDenied);
export const PATCH = handler({ access: anyone() }, answerDenied);
export const DELETE = handler({ access: anyone() }, answerDenied);
