import type { GitConfiguration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { refusalOf } from '../../services/codepipeline/triggers/refusal';
import { passes } from '../../services/codepipeline/triggers/patterns';
import { validStructure } from '../../services/codepipeline/validation/declaration';
import type { Change } from '../../kit/pushes';

type Filters = Omit<GitConfiguration, 'sourceActionName'>;

const REGION = 'ap-northeast-1';
const COMBINATIONS =
  'The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.';
const ONE_EACH = 'Triggers for connection must reference a CodeStarSourceConnection action.';

interface Options {
  /** The source action's DetectChanges. */
  readonly detects: string;
  readonly sourceActionName: string;
  readonly more: Partial<PipelineDeclaration>;
}

/** A pipeline of `main` with one trigger, or none. */
function declaration(
  filters?: Filters,
  { detects = 'true', sourceActionName = 'Source', more = {} }: Partial<Options> = {},
): PipelineDeclaration {
  const configuration = {
    ConnectionArn: 'arn:aws:codeconnections:ap-northeast-1:111111111111:connection/1',
    FullRepositoryId: 'acme/shopfront',
    BranchName: 'main',
    DetectChanges: detects,
  };
  const connection = {
    category: 'Source',
    owner: 'AWS',
    provider: 'CodeStarSourceConnection',
    version: '1',
  } as const;
  const manual = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;
  const source = {
    name: 'Source',
    actionTypeId: connection,
    configuration,
    outputArtifacts: [{ name: 'source' }],
  };
  return {
    name: 'shop-shopfront-stg',
    roleArn: 'arn:aws:iam::111111111111:role/shop',
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: 'store' },
    stages: [
      { name: 'Source', actions: [source] },
      { name: 'Ask', actions: [{ name: 'Ask', actionTypeId: manual }] },
    ],
    ...(filters && {
      triggers: [
        { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName, ...filters } },
      ],
    }),
    ...more,
  };
}

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

const only = (...includes: string[]) => ({ includes });

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
])('the pattern $pattern on $name: $expected', ({ pattern, name, expected }) =>
  expect(passes({ includes: [pattern] }, name)).toBe(expected),
);

describe('a structure is refused', () => {
  const nine = Array.from({ length: 9 }, (_, index) => `b${index}`);
  const main = { branches: only('main') };
  test.each<{ name: string; declared: PipelineDeclaration; message: string }>([
    {
      name: 'with a trigger of another action',
      declared: declaration({ push: [main] }, { sourceActionName: 'Ask' }),
      message: ONE_EACH,
    },
    {
      name: 'with two triggers of one action',
      declared: declaration(undefined, {
        more: {
          triggers: [
            ...(declaration({ push: [main] }).triggers ?? []),
            ...(declaration({ push: [main] }).triggers ?? []),
          ],
        },
      }),
      message: ONE_EACH,
    },
    {
      name: 'with tags and branches in one filter',
      declared: declaration({ push: [{ tags: only('v*'), ...main }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with files of tags',
      declared: declaration({ push: [{ tags: only('v*'), filePaths: only('a') }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with files of any branch',
      declared: declaration({ push: [{ filePaths: only('a') }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with pull requests to any branch',
      declared: declaration({ pullRequest: [{ events: ['OPEN'] }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with four filters',
      declared: declaration({ push: [main, main, main, main] }),
      message: 'length less than or equal to 3',
    },
    {
      name: 'with nine patterns',
      declared: declaration({ push: [{ branches: { includes: nine } }] }),
      message: "at 'pipeline.triggers.1.member.gitConfiguration.push.1.member.branches.includes'",
    },
    {
      name: 'with an empty list',
      declared: declaration({ push: [{ branches: { includes: [] } }] }),
      message: 'length greater than or equal to 1',
    },
    {
      name: 'with an unknown event',
      declared: declaration({ pullRequest: [{ ...main, events: ['MERGED' as 'OPEN'] }] }),
      message: '[OPEN, UPDATED, CLOSED]',
    },
    {
      name: 'as V1',
      declared: declaration({ push: [main] }, { more: { pipelineType: 'V1' } }),
      message: 'require pipeline type V2',
    },
  ])('$name', ({ declared, message }) => expect(() => validStructure(declared, 1, REGION)).toThrow(message));
});
