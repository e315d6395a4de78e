import { distance } from 'fastest-levenshtein';

/**
 * The one of `choices` that was probably meant, or undefined where none is near: at most two letters off, or a fifth
 * of its length, whatever its case and hyphens.
 */
export function nearest(given: string, choices: readonly string[]): string | undefined {
  const ranked = choices
    .map((choice) => ({ choice, off: distance(plain(given), plain(choice)) }))
    .sort((one, other) => one.off - other.off);
  const best = ranked[0];
  return best && best.off <= tolerance(given, best.choice) ? best.choice : undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[-_. ]/g, '');
}

function tolerance(given: string, choice: string): number {
  const longer = Math.max(given.length, choice.length);
  return longer < 4 ? Math.min(longer - 1, 1) : Math.max(2, Math.floor(longer / 5));
}
