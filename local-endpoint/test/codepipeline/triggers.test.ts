import { refusalOf } from '../../services/codepipeline/triggers/refusal';
import { passes } from '../../services/codepipeline/triggers/patterns';
import { validStructure } from '../../services/codepipeline/validation/declaration';
import type { Change } from '../../kit/pushes';
import { REGION } from '../../testing';
import { declaration, type Filters, only } from './support/trigger-pipeline';

const COMMIT = { id: 'c0ffee', message: '', author: { name: '', email: '', date: new Date(0) } };
const branch = (name: string, ...files: string[]): Change => ({
  type: 'branch',
  branch: name,
  commit: COMMIT,
  files,
});
const newBranch = (name: string): Change => ({ type: 'branch', branch: name, commit: COMMIT });
const tag = (name: string): Change => ({ type: 'tag', tag: name, commit: COMMIT });
const pullRequest = (
  event: 'OPEN' | 'UPDATED' | 'CLOSED',
  destination: string,
  ...files: string[]
): Change => ({
  type: 'pull request',
  event,
  id: '1',
  title: '',
  source: 'feature',
  destination,
  commit: COMMIT,
  files,
});

function starts(filters: Filters | undefined, change: Change, detects?: string): boolean {
  const structure = validStructure(declaration(filters, { detects }), 1, REGION);
  const [source] = structure.stages[0]?.actions ?? [];
  if (!source) throw new Error('the pipeline has no source');
  return refusalOf(structure, source, change) === undefined;
}

describe('without a trigger', () => {
  test.each<{ name: string; change: Change; detects: string; expected: boolean }>([
    { name: 'a push to its branch starts it', change: branch('main'), detects: 'true', expected: true },
    {
      name: 'the first push of that branch starts it',
      change: newBranch('main'),
      detects: 'true',
      expected: true,
    },
    { name: 'a push to another branch does not', change: branch('other'), detects: 'true', expected: false },
    { name: 'nor does a tag', change: tag('main'), detects: 'true', expected: false },
    { name: 'nor a pull request', change: pullRequest('OPEN', 'main'), detects: 'true', expected: false },
    {
      name: 'no push starts it where changes are not detected',
      change: branch('main'),
      detects: 'false',
      expected: false,
    },
  ])('$name', ({ change, detects, expected }) => expect(starts(undefined, change, detects)).toBe(expected));
});

describe('with push filters', () => {
  const files = { branches: only('main'), filePaths: { includes: ['web/**'], excludes: ['**/*.md'] } };
  test.each<{ name: string; filters: Filters; change: Change; expected: boolean }>([
    {
      name: 'a branch that is included starts it',
      filters: { push: [{ branches: only('release/*') }] },
      change: branch('release/1'),
      expected: true,
    },
    {
      name: 'a branch that is not included does not start it, though it is the action’s own',
      filters: { push: [{ branches: only('release/*') }] },
      change: branch('main'),
      expected: false,
    },
    {
      name: 'an exclusion outweighs an inclusion',
      filters: { push: [{ branches: { includes: ['**'], excludes: ['main'] } }] },
      change: branch('main'),
      expected: false,
    },
    {
      name: 'a filter with exclusions alone includes the rest',
      filters: { push: [{ branches: { excludes: ['main'] } }] },
      change: branch('other'),
      expected: true,
    },
    {
      name: 'all of a filter must be met',
      filters: { push: [files] },
      change: branch('main', 'app/a'),
      expected: false,
    },
    {
      name: 'one file is enough',
      filters: { push: [files] },
      change: branch('main', 'app/a', 'web/a'),
      expected: true,
    },
    {
      name: 'an excluded file does not count',
      filters: { push: [files] },
      change: branch('main', 'web/a.md'),
      expected: false,
    },
    {
      name: 'files of a new branch are not known',
      filters: { push: [files] },
      change: newBranch('main'),
      expected: false,
    },
    {
      name: 'any filter is enough',
      filters: { push: [{ tags: only('v*') }, files] },
      change: branch('main', 'web/a'),
      expected: true,
    },
    {
      name: 'a tag does not match a filter of branches',
      filters: { push: [{ branches: only('**') }] },
      change: tag('v1'),
      expected: false,
    },
    {
      name: 'a branch does not match a filter of tags',
      filters: { push: [{ tags: only('**') }] },
      change: branch('v1'),
      expected: false,
    },
    {
      name: 'tags can be excluded',
      filters: { push: [{ tags: { includes: ['v*'], excludes: ['v0*'] } }] },
      change: tag('v0.1'),
      expected: false,
    },
    {
      name: 'a pull request does not match a filter of pushes',
      filters: { push: [{ branches: only('main') }] },
      change: pullRequest('OPEN', 'main'),
      expected: false,
    },
  ])('$name', ({ filters, change, expected }) => expect(starts(filters, change, 'false')).toBe(expected));
});

describe('with pull request filters', () => {
  const filter = { events: ['OPEN' as const], branches: only('main'), filePaths: only('web/**') };
  test.each<{ name: string; filters: Filters; change: Change; expected: boolean }>([
    {
      name: 'a pull request to a watched branch starts it',
      filters: { pullRequest: [filter] },
      change: pullRequest('OPEN', 'main', 'web/a'),
      expected: true,
    },
    {
      name: 'a pull request to another branch does not start it',
      filters: { pullRequest: [filter] },
      change: pullRequest('OPEN', 'next', 'web/a'),
      expected: false,
    },
    {
      name: 'another event does not start it',
      filters: { pullRequest: [filter] },
      change: pullRequest('CLOSED', 'main', 'web/a'),
      expected: false,
    },
    {
      name: 'other files do not start it',
      filters: { pullRequest: [filter] },
      change: pullRequest('OPEN', 'main', 'app/a'),
      expected: false,
    },
    {
      name: 'any event starts it where none is named',
      filters: { pullRequest: [{ branches: only('main') }] },
      change: pullRequest('CLOSED', 'main'),
      expected: true,
    },
    {
      name: 'a push does not start it',
      filters: { pullRequest: [filter] },
      change: branch('main', 'web/a'),
      expected: false,
    },
  ])('$name', ({ filters, change, expected }) => expect(starts(filters, change)).toBe(expected));
});

test.each([
  { pattern: '*.java', name: 'Main.java', expected: true },
  { pattern: '*.java', name: 'src/Main.java', expected: false },
  { pattern: 'web/**', name: 'web/css/main.css', expected: true },
  { pattern: '**', name: '.github/workflows/ci.yml', expected: true },
  { pattern: '**/README.md', name: 'docs/README.md', expected: true },
  { pattern: '*.{java,class}', name: 'Main.class', expected: true },
  { pattern: 'foo.?', name: 'foo.c', expected: true },
  { pattern: 'v[0-9]', name: 'v1', expected: true },
  { pattern: 'v[!0-9]', name: 'v1', expected: false },
  { pattern: '!main', name: 'other', expected: false },
  { pattern: 'v1.0', name: 'v100', expected: false },
  { pattern: '*"*', name: 'a"b', expected: true },
  { pattern: '*"*', name: 'ab', expected: false },
  { pattern: '{*"*,**/*"*,*"*/**,**/*"*/**}', name: 'a/b"/c', expected: true },
  { pattern: '{*"*,**/*"*,*"*/**,**/*"*/**}', name: 'a/b/c', expected: false },
])('the pattern $pattern on $name: $expected', ({ pattern, name, expected }) =>
  expect(passes({ includes: [pattern] }, name)).toBe(expected),
);
