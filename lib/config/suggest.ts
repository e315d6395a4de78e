import { distance } from 'fastest-levenshtein';

/**
 * The one of `choices` that was probably meant, or undefined where none is near: at most two letters off, or a fifth
 * of the word, whatever its case and hyphens.
 */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const ranked = choices
    .map((choice) => ({ choice, off: distance(plain(word), plain(choice)) }))
    .sort((one, other) => one.off - other.off);
  const best = ranked[0];
  return best && best.off <= tolerance(word, best.choice) ? best.choice : undefined;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_. ]/g, '');
}

function tolerance(word: string, choice: string): number {
  const longer = Math.max(word.length, choice.length);
  return longer < 4 ? Math.min(longer - 1, 1) : Math.max(2, Math.floor(longer / 5));
}
