import colors from 'picocolors';

/**
 * Rows below a heading, each column as wide as its widest cell.
 * @returns lines without their ends
 */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [colors.bold(line(heading)), ...rows.map(line)].map((text) => `  ${text}`);
}
