import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, type Page, pages, readPage, ROOT, trackedFiles, withoutCode } from './repository';

const PACKAGE = 'package.json';
const everyPage = pages();
const tracked = trackedFiles();
const topLevel = new Set(tracked.map((file) => file.split('/')[0] ?? file));

describe.each(everyPage.map((page) => ({ path: page.path, page })))('$path', ({ page }) => {
  test('every relative link leads to a file, and to a heading where it names one', () => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(link, page))).toEqual([]);
  });

  test('every path of the repository in backticks is there', () => {
    expect(pathsOf(page).filter((path) => !isThere(path))).toEqual([]);
  });

  test('every npm script that it names is in the package.json beside it, or in that of the repository', () => {
    const known = scriptsFor(page);
    expect(scriptsOf(page).filter((script) => !known.includes(script))).toEqual([]);
  });
});

/** The targets of a page's links and pictures, but those on other hosts. */
function linksOf({ text }: Page): string[] {
  return [...withoutCode(text, { inline: true }).matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap(([, target]) => target ?? [])
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(link: string, from: Page): boolean {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from.path : normalize(join(dirname(from.path), target)).replaceAll('\\', '/');
  if (!isThere(path)) return false;
  return anchor === undefined || anchorsOf(readPage(path)).has(anchor);
}

/** What is between backticks and begins with a file or folder of the top level, but paths with a placeholder. */
function pathsOf({ text }: Page): string[] {
  return [...withoutCode(text).matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+\/?)`/g)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => topLevel.has(path.split('/')[0] ?? '') && !/\bN(?:AME|NNN)\b/.test(path));
}

/** Whether git tracks a file, or a file in a folder, of that path. */
function isThere(path: string): boolean {
  const name = path.replace(/\/$/, '');
  return tracked.some((file) => file === name || file.startsWith(`${name}/`));
}

const scriptsOf = ({ text }: Page): string[] =>
  [...text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)].flatMap(([, script]) => script ?? []);

function scriptsFor({ path }: Page): string[] {
  const beside = join(dirname(path), PACKAGE);
  return [...new Set([PACKAGE, beside])].filter((file) => tracked.includes(file)).flatMap(scriptsIn);
}

function scriptsIn(file: string): string[] {
  const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
    readonly scripts?: object;
  };
  return Object.keys(scripts);
}
