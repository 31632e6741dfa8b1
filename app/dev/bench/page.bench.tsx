/** A page that does nothing, so that what stands before it is all there is to see. The gate of bench builds asks for a session. */
export default function BarePage() {
  return <p>Nothing.</p>;
}
export const dynamic = "force-dynamic";
