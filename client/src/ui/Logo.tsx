/** The mark: a speech bubble with a tick, in the accent of the theme. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden focusable="false">
      <path
        d="M32 9C18 9 8 18 8 30s10 21 24 21c2.200 0 4.300-.2 6.300-.7l9.800 5.300c1.300.7 2.800-.5 2.500-1.900l-1.700-8.300C53.300 41.700 56 36.200 56 30 56 18 46 9 32 9Z"
        fill="var(--accent)"
      />
      <path
        d="m20.500 30.500 8 7.800L44 23"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
