export interface Quote {
  readonly author: string;
  readonly text: string;
}

const QUOTES: readonly [Quote, ...Quote[]] = [
  { author: 'Ada Lovelace', text: 'The science of operations is a science of itself.' },
  { author: 'Grace Hopper', text: 'A ship in port is safe; but that is not what ships are built for.' },
  { author: 'Edsger Dijkstra', text: 'Simplicity is prerequisite for reliability.' },
];

const DAY_MS = 86_400_000;

/** The quote of a day, the same all day long. */
export const quoteOf = (date: Date): Quote =>
  QUOTES[Math.floor(date.getTime() / DAY_MS) % QUOTES.length] ?? QUOTES[0];
