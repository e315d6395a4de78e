const QUOTES = [
  { author: 'Ada Lovelace', text: 'The science of operations is a science of itself.' },
  { author: 'Grace Hopper', text: 'A ship in port is safe; but that is not what ships are built for.' },
  { author: 'Edsger Dijkstra', text: 'Simplicity is prerequisite for reliability.' },
];

/**
 * The quote of a day, the same all day long.
 * @param {Date} date
 */
export function quoteOf(date) {
  const day = Math.floor(date.getTime() / 86_400_000);
  return QUOTES[day % QUOTES.length];
}
