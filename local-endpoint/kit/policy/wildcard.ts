/**
 * Stand in a pattern for a `*` or `?` that means the character itself: from `${*}`, or from a variable's value.
 * Private-use characters, which no ARN holds.
 */
const LITERAL_STAR = '\uE000';
const LITERAL_MARK = '\uE001';

/** A text as a pattern that matches only itself. */
export const asLiteral = (text: string): string =>
  text.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_MARK);

/** The text that {@link asLiteral} was given. */
export const fromLiteral = (text: string): string =>
  text.replaceAll(LITERAL_STAR, '*').replaceAll(LITERAL_MARK, '?');

/**
 * Whether a text fits a pattern in which `*` stands for any characters, none too, and `?` for exactly one.
 * Takes time in proportion to the product of both lengths at most, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let afterStar = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      afterStar = t;
    } else if (p < pattern.length && (pattern[p] === '?' || fromLiteral(pattern[p] ?? '') === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1; // the last star takes one character more
      t = ++afterStar;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * The same for ARNs in conditions: the first five fields are matched one by one, so no wildcard matches a colon
 * there. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = fields(pattern);
  const parts = fields(arn);
  return (
    patterns.length === parts.length &&
    patterns.every((field, index) => matchesWildcard(field, parts[index] ?? ''))
  );
}

function fields(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
