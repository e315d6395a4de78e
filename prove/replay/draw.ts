/** Draws some of many, the same ones for the same seed, in their order. */
export function draw<T>(all: readonly T[], count: number, seed: number): T[] {
  const next = numbers(seed);
  const drawn = all
    .map((one, at) => ({ one, at, rank: next() }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, count);
  return drawn.sort((one, other) => one.at - other.at).map(({ one }) => one);
}

/** Numbers from 0 to 1 that follow from a seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbers(seed: number): () => number {
  let state = (seed ^ 0x5deece66) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
