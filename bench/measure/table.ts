/** A Markdown table: text to the left, everything after the first column to the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index ? '--:' : '---'))), ...rows.map(line)].join(
    '\n',
  );
}
