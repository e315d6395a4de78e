import { text } from 'node:stream/consumers';

/**
 * Draws what a terminal showed: coloured text on stdin, an SVG on stdout.
 * `FORCE_COLOR=1 npm run rehearse | npx tsx docs/pictures/draw-terminal.ts > docs/pictures/rehearsal.svg`
 */
const COLUMNS = 140;
const LINE = 18;
const CHARACTER = 7.8;
const MARGIN = 18;

const STYLES: Readonly<Record<string, string>> = {
  '1': 'font-weight="bold"',
  '2': 'opacity="0.6"',
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#e3b341"',
  '36': 'fill="#79c0ff"',
};

function draw(shown: string): string {
  const lines = shown.trim().split('\n');
  const width = Math.ceil(COLUMNS * CHARACTER) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (line, index) => `<text x="${MARGIN}" y="${MARGIN + (index + 0.75) * LINE}">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g xml:space="preserve" style="white-space: pre">
${rows.join('\n')}
</g>
</svg>
`;
}

/** The pieces of a line between colour codes; what is wider than the picture ends in an ellipsis. */
function spans(line: string): string {
  let room = COLUMNS;
  let styles: string[] = [];
  const pieces = line.split(/\u001b\[([0-9;]*)m/);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) {
        styles = piece in STYLES ? [...styles, STYLES[piece] ?? ''] : [];
        return '';
      }
      const fitting =
        piece.length > room ? `${piece.slice(0, Math.max(room - 1, 0))}${room > 0 ? '…' : ''}` : piece;
      room -= piece.length;
      return fitting ? `<tspan ${styles.join(' ')}>${escaped(fitting)}</tspan>` : '';
    })
    .join('');
}

function escaped(piece: string): string {
  return piece
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
}

void text(process.stdin).then((shown) => process.stdout.write(draw(shown)));
