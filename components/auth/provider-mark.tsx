const SQUARES = [[2, 2], [13, 2], [2, 13], [13, 13]];

/** A sign to tell providers apart by, in the colour of the text; their logos are theirs to give. */
export function ProviderMark({ name }: { name: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-4 shrink-0" fill="currentColor">
      {name === "microsoft" ? (
        SQUARES.map(([x, y]) => <rect key={`${x}-${y}`} x={x} y={y} width="9" height="9" />)
      ) : (
        <>
          <circle cx="12" cy="12" r="10.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <text x="12" y="16.5" textAnchor="middle" fontSize="13" fontWeight="700">{name.charAt(0).toUpperCase()}</text>
        </>
      )}
    </svg>
  );
}
