import { Card, CardBody } from "@/components/ui/card";
import { CodedText } from "./coded-text";

const BASICS = [
  {
    title: "Authentication",
    text: "Sign in at `POST /api/auth/login`. A browser gets cookies and sends them by itself; everybody else gets tokens and sends `Authorization: Bearer`. Renew them at `POST /api/auth/token/refresh` when an answer says 401.",
  },
  {
    title: "Cookies and origins",
    text: "A request that changes something is taken by cookie only from pages of this site or of an origin in `CORS_ORIGINS`. Bearer tokens are bound to no origin.",
  },
  {
    title: "Errors",
    text: "All have one shape: `error`, a sentence for people; `code`, a word for machines; `request_id`. With `VALIDATION_ERROR`, `details.fields` has sentences per field. What an id names and you may not see answers 404.",
  },
  {
    title: "Pagination",
    text: "Go on with `cursor` and the `next_cursor` of an answer until it is null. `page` and `per_page` reach row 10,000. A total that stops there says `total_is_estimate`; `count=exact` counts on.",
  },
  {
    title: "Rate limits",
    text: "Counted answers bear `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`, of the rule nearest its end. A 429 also says `Retry-After`, in seconds.",
  },
  {
    title: "Formats",
    text: "JSON of at most 1 MiB, with a `Content-Type`; files as `multipart/form-data`. Names are in snake_case, times in ISO 8601, ids are UUIDs.",
  },
];

/** What holds for every operation. */
export function ReferenceBasics() {
  return (
    <section aria-labelledby="basics">
      <h2 id="basics" className="sr-only">What holds everywhere</h2>
      <Card>
        <CardBody className="grid gap-x-10 gap-y-6 md:grid-cols-2">
          {BASICS.map(({ title, text }) => (
            <div key={title} className="grid content-start gap-1">
              <h3 className="font-semibold">{title}</h3>
              <p className="text-sm leading-relaxed text-muted-foreground"><CodedText text={text} /></p>
            </div>
          ))}
        </CardBody>
      </Card>
    </section>
  );
}
