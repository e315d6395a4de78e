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
  test.each<[string, Change, string, boolean]>([
    ['a push to its branch starts it', branch('main'), 'true', true],
    ['so does the first push of that branch', newBranch('main'), 'true', true],
    ['a push to another branch does not', branch('other'), 'true', false],
    ['nor does a tag', tag('main'), 'true', false],
    ['nor a pull request', pullRequest('OPEN', 'main'), 'true', false],
    ['nothing does where changes are not detected', branch('main'), 'false', false],
  ])('%s', (_, change, detects, expected) => expect(starts(undefined, change, detects)).toBe(expected));
});

describe('with push filters', () => {
  const files = { branches: only('main'), filePaths: { includes: ['web/**'], excludes: ['**/*.md'] } };
  test.each<[string, Filters, Change, boolean]>([
    [
      'a branch that is included starts it',
      { push: [{ branches: only('release/*') }] },
      branch('release/1'),
      true,
    ],
    [
      'the action’s own branch is nothing special',
      { push: [{ branches: only('release/*') }] },
      branch('main'),
      false,
    ],
    [
      'what is excluded is so although included',
      { push: [{ branches: { includes: ['**'], excludes: ['main'] } }] },
      branch('main'),
      false,
    ],
    [
      'excludes alone include the rest',
      { push: [{ branches: { excludes: ['main'] } }] },
      branch('other'),
      true,
    ],
    ['all of a filter must be met', { push: [files] }, branch('main', 'app/a'), false],
    ['one file is enough', { push: [files] }, branch('main', 'app/a', 'web/a'), true],
    ['an excluded file is none', { push: [files] }, branch('main', 'web/a.md'), false],
    ['files of a new branch are not known', { push: [files] }, newBranch('main'), false],
    ['any filter is enough', { push: [{ tags: only('v*') }, files] }, branch('main', 'web/a'), true],
    ['a tag is no branch', { push: [{ branches: only('**') }] }, tag('v1'), false],
    ['a branch is no tag', { push: [{ tags: only('**') }] }, branch('v1'), false],
    [
      'tags can be excluded',
      { push: [{ tags: { includes: ['v*'], excludes: ['v0*'] } }] },
      tag('v0.1'),
      false,
    ],
    ['a pull request is no push', { push: [{ branches: only('main') }] }, pullRequest('OPEN', 'main'), false],
  ])('%s', (_, filters, change, expected) => expect(starts(filters, change, 'false')).toBe(expected));
});

describe('with pull request filters', () => {
  const filter = { events: ['OPEN' as const], branches: only('main'), filePaths: only('web/**') };
  test.each<[string, Filters, Change, boolean]>([
    [
      'one to a watched branch starts it',
      { pullRequest: [filter] },
      pullRequest('OPEN', 'main', 'web/a'),
      true,
    ],
    [
      'one to another branch does not',
      { pullRequest: [filter] },
      pullRequest('OPEN', 'next', 'web/a'),
      false,
    ],
    ['another event does not', { pullRequest: [filter] }, pullRequest('CLOSED', 'main', 'web/a'), false],
    ['other files do not', { pullRequest: [filter] }, pullRequest('OPEN', 'main', 'app/a'), false],
    [
      'any event does where none is named',
      { pullRequest: [{ branches: only('main') }] },
      pullRequest('CLOSED', 'main'),
      true,
    ],
    ['a push does not', { pullRequest: [filter] }, branch('main', 'web/a'), false],
  ])('%s', (_, filters, change, expected) => expect(starts(filters, change)).toBe(expected));
});

test.each([
  ['*.java', 'Main.java', true],
  ['*.java', 'src/Main.java', false],
  ['web/**', 'web/css/main.css', true],
  ['**', '.github/workflows/ci.yml', true],
  ['**/README.md', 'docs/README.md', true],
  ['*.{java,class}', 'Main.class', true],
  ['foo.?', 'foo.c', true],
  ['v[0-9]', 'v1', true],
  ['v[!0-9]', 'v1', false],
  ['!main', 'other', false],
  ['v1.0', 'v100', false],
])('the pattern %s on %s: %s', (pattern, name, expected) =>
  expect(passes({ includes: [pattern] }, name)).toBe(expected),
);

describe('a structure is refused', () => {
  const nine = Array.from({ length: 9 }, (_, index) => `b${index}`);
  const main = { branches: only('main') };
  test.each<[string, PipelineDeclaration, string]>([
    [
      'with a trigger of another action',
      declaration({ push: [main] }, { sourceActionName: 'Ask' }),
      ONE_EACH,
    ],
    [
      'with two triggers of one action',
      declaration(undefined, {
        more: {
          triggers: [
            ...(declaration({ push: [main] }).triggers ?? []),
            ...(declaration({ push: [main] }).triggers ?? []),
          ],
        },
      }),
      ONE_EACH,
    ],
    [
      'with tags and branches in one filter',
      declaration({ push: [{ tags: only('v*'), ...main }] }),
      COMBINATIONS,
    ],
    ['with files of tags', declaration({ push: [{ tags: only('v*'), filePaths: only('a') }] }), COMBINATIONS],
    ['with files of any branch', declaration({ push: [{ filePaths: only('a') }] }), COMBINATIONS],
    ['with pull requests to any branch', declaration({ pullRequest: [{ events: ['OPEN'] }] }), COMBINATIONS],
    ['with four filters', declaration({ push: [main, main, main, main] }), 'length less than or equal to 3'],
    [
      'with nine patterns',
      declaration({ push: [{ branches: { includes: nine } }] }),
      "at 'pipeline.triggers.1.member.gitConfiguration.push.1.member.branches.includes'",
    ],
    [
      'with an empty list',
      declaration({ push: [{ branches: { includes: [] } }] }),
      'length greater than or equal to 1',
    ],
    [
      'with an event that there is not',
      declaration({ pullRequest: [{ ...main, events: ['MERGED' as 'OPEN'] }] }),
      '[OPEN, UPDATED, CLOSED]',
    ],
    ['as V1', declaration({ push: [main] }, { more: { pipelineType: 'V1' } }), 'require pipeline type V2'],
  ])('%s', (_, given, words) => expect(() => validStructure(given, 1, REGION)).toThrow(words));
});
