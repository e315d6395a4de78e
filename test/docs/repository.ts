import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the repository. */
export const ROOT = resolve(__dirname, '../..');

/**
 * The files that git tracks, relative to the root, with `/` as separator. Those that are deleted but not yet committed are
 * left out. In a copy without a git folder: every file but what git would ignore.
 */
export function trackedFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (git.status !== 0) return filesIn('', ignoredNames());
  return git.stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** The names in `.gitignore`, which has no patterns but for logs. */
const ignoredNames = (): string[] => [
  '.git',
  ...readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
];

function filesIn(folder: string, ignored: readonly string[]): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !ignored.includes(name) && !name.endsWith('.log'))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(path, ignored) : [path];
    })
    .sort();
}

/** A Markdown file of the repository. */
export interface Page {
  /** Its path, relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown file that git tracks. */
export const pages = (): Page[] =>
  trackedFiles()
    .filter((path) => path.endsWith('.md'))
    .map(readPage);

/** @param path relative to the root */
export const readPage = (path: string): Page => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });

/** A text without its code: blocks of either kind, and with `inline` what stands between backticks. */
export function withoutCode(text: string, { inline = false } = {}): string {
  const prose = text
    .replace(/^(```|~~~)[\s\S]*?^\1[ \t]*$/gm, '')
    .replace(/(?<=^\n|^\n(?: {4}.*\n)+) {4}.*$/gm, '');
  return inline ? prose.replace(/`[^`\n]*`/g, '') : prose;
}

/**
 * The anchors of a page's headings, as GitHub makes them: lower case, spaces as hyphens, punctuation gone, and a number
 * after one that is there already.
 */
export function anchorsOf({ text }: Page): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#{1,6} +(.+?)[ #]*$/gm)) {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let [unique, count] = [anchor, 0];
    while (anchors.has(unique)) unique = `${anchor}-${++count}`;
    anchors.add(unique);
  }
  return anchors;
}
