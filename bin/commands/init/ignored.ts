/** What the commands make in the folder. */
const IGNORED = ['node_modules/', 'cdk.out/', '.venv/'];

/** A .gitignore with the lines that it lacks. @param text @default - there is none */
export function withIgnored(text = ''): string {
  const there = new Set(text.split(/\r?\n/).map(bare));
  const lacking = IGNORED.filter((line) => !there.has(bare(line)));
  if (lacking.length === 0) return text;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const begin = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return `${begin}${lacking.join(end)}${end}`;
}

/** The same folder can be named with a slash at either end. */
const bare = (line: string): string => line.trim().replace(/^\/|\/$/g, '');
