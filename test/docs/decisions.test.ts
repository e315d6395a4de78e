import { basename } from 'node:path';
import { pages, readPage, withoutCode } from './repository';

const SECTIONS = ['Status', 'Context', 'Decision', 'Consequences'];

const decisions = pages().filter(({ path }) => /^docs\/decisions\/\d/.test(path));
const index = readPage('docs/decisions/README.md').text;

test('decisions are numbered from 1 without gaps', () => {
  expect(decisions.map(({ path }) => basename(path).slice(0, 5))).toEqual(
    decisions.map((_, position) => `${String(position + 1).padStart(4, '0')}-`),
  );
});

describe.each(decisions.map((page) => ({ path: page.path, page })))('$path', ({ page: { path, text } }) => {
  const number = Number(basename(path).slice(0, 4));

  test('begins with its number, its title and the date', () => {
    expect(text).toMatch(new RegExp(`^# ${number}\\. \\S.*\\n\\nDate: 20\\d\\d-\\d\\d-\\d\\d\\n`));
  });

  test('has a status, a context, a decision and consequences, in that order', () => {
    const headings = [...withoutCode(text).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(SECTIONS);
  });

  test('has text in each section', () => {
    expect(text).not.toMatch(/^## .+\n+(?:## |$(?!\n))/m);
  });

  test('has a status of the known ones', () => {
    expect(text).toMatch(
      /^## Status\n\n(?:Proposed|Accepted|Rejected|Superseded by \[decision \d+\]\(.+\))\./m,
    );
  });

  test('is in the index with its title and date', () => {
    const [, title, date] = /^# \d+\. (.+)\n\nDate: (.+)\n/.exec(text) ?? [];
    expect(index).toContain(`| ${number} | [${title}](${basename(path)}) | ${date} |`);
  });
});

test('the index lists nothing else', () => {
  expect(index.match(/^\| \d+ \|/gm)).toHaveLength(decisions.length);
});
