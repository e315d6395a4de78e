/** Text for an SVG attribute or element: markup escaped, control characters, which XML forbids, replaced. */
export function escapeText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '·')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** How many columns of a monospaced font a text takes: East Asian wide characters take two. */
function columns(text: string): number {
  return [...text].reduce((total, character) => total + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/**
 * Breaks a text into lines, after a space or one of `/ - : , _` where it can.
 * @param width columns a line may take
 * @param most lines at most; the last ends in `…` where there is more
 */
export function wrap(text: string, width: number, most: number): string[] {
  const lines = text
    .split(/(?<=[\s/\-:,_])/)
    .flatMap((part) => chop(part, width))
    .reduce<string[]>((done, part) => {
      const last = done.at(-1);
      if (last === undefined || columns((last + part).trimEnd()) > width) return [...done, part];
      return [...done.slice(0, -1), last + part];
    }, []);
  const trimmed = lines.map((line) => line.trim()).filter(Boolean);
  if (trimmed.length <= most) return trimmed;
  const shown = trimmed.slice(0, most);
  return [...shown.slice(0, -1), `${fit(shown.at(-1) ?? '', width - 1)}…`];
}

/** The beginning of a text, as far as it fits. */
function fit(text: string, width: number): string {
  let end = 0;
  let taken = 0;
  for (const character of text) {
    taken += columns(character);
    if (taken > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function chop(text: string, width: number): string[] {
  const first = fit(text, width);
  return first === text || first === '' ? [text] : [first, ...chop(text.slice(first.length), width)];
}
