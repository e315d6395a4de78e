import { z } from 'zod';
import { replacedWhole } from '../../config/variation-schema';
import { distinct, PLACEHOLDER, matching, namePart } from '../../config/schema-parts';
import { MAX_PATTERNS } from './glob';

/** At most this many filters of a kind: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html */
const MAX_FILTERS = 3;

const pattern = matching(
  'must be a pattern of 1 to 255 characters without spaces at its ends',
  /^\S(.{0,253}\S)?$/,
);
const patternList = distinct(pattern, 1, MAX_PATTERNS).meta({ id: 'Patterns' });

/** What is named, or a mapping of what is included and excluded; excluded alone leaves all the rest included. */
const patterns = (what: string) =>
  z.union([
    patternList.transform((includes) => ({ includes, excludes: [] as string[] })),
    z
      .strictObject({
        includes: patternList
          .prefault(['**'])
          .describe(`${what} that start the pipeline, as glob patterns, at most eight. Default: all.`),
        excludes: distinct(pattern, 0, MAX_PATTERNS)
          .prefault([])
          .describe(`${what} that do not, although included, as glob patterns, at most eight.`),
      })
      .describe('What is included and what of it is excluded.'),
  ]);

const files = patterns('Paths of changed files')
  .meta({ id: 'FilePatterns' })
  .optional()
  .describe('Only commits that change these files, as glob patterns such as web/**. Goes with branches.');

const branches = patterns('Branches').meta({ id: 'BranchPatterns' });

const pushSchema = z
  .strictObject({
    branches: branches
      .optional()
      .describe('The branches whose pushes start the pipeline, as glob patterns such as release/**.'),
    files,
    tags: patterns('Tags')
      .meta({ id: 'TagPatterns' })
      .optional()
      .describe(
        'The tags whose pushes start the pipeline, as glob patterns such as v*. Not beside branches or files.',
      ),
  })
  .describe('A push that starts the pipeline: of branches, with files or without, or of tags.')
  .meta({ id: 'PushFilter' });

const pullRequestSchema = z
  .strictObject({
    branches: branches.describe('The branches that the pull request would change, as glob patterns.'),
    events: distinct(z.enum(['OPEN', 'UPDATED', 'CLOSED']), 1, 3)
      .prefault(['OPEN', 'UPDATED'])
      .describe('What of a pull request has it checked. Default: when it is opened and when it changes.'),
    files,
  })
  .describe('Pull requests that are checked.')
  .meta({ id: 'PullRequestFilter' });

/** One filter, or a list of them. */
function filters<Filter extends z.ZodType>(id: string, filter: Filter) {
  const either = z.union([filter.transform((one) => [one]), z.array(filter).max(MAX_FILTERS)]).meta({ id });
  return replacedWhole(either).optional();
}

/** A git repository and what in it starts the pipeline. */
export const gitSchema = z
  .strictObject({
    connection: namePart()
      .optional()
      .describe('The connection that reaches the repository: a name under `connections:`.'),
    codecommit: z
      .literal(true)
      .optional()
      .describe('True for a repository in CodeCommit, in place of connection.'),
    repository: matching(
      'must be a repository: owner/name, of CodeCommit the name alone; {environment} stands for the environment',
      /^(?:[\w.-]|\{environment\})+(?:\/(?:[\w. -]|\{environment\})+)*$/,
    ).describe('The repository as owner/name (GitLab: the whole path); of CodeCommit the name alone.'),
    branch: matching(
      `must be the name of a branch; ${PLACEHOLDER} stands for the environment`,
      /^(?![/.-])(?!.*(?:\.\.|\/\/|@\{|\.lock$))(?:[^\s"~^:?*[\\{}]|\{environment\})+(?<![/.])$/,
    )
      .prefault('main')
      .describe(
        'The branch that a start by hand takes. Its pushes start the pipeline where push is left out.',
      ),
    push: filters('PushFilters', pushSchema).describe(
      'The pushes that start the pipeline: one filter, or a list of up to three of which any may match. Default: every push to `branch`. [] for none.',
    ),
    pullRequest: filters('PullRequestFilters', pullRequestSchema).describe(
      'The pull requests that are checked: one filter, or a list of up to three of which any may match. They start a pipeline of their own, <prefix>-pr-<pipeline>, one for the entry: checks and a build without push, with roles that may read the commit and write logs and reports, and nothing else; it never deploys. Anyone who can open a pull request has their code run there. Not in an environment of the entry. Default: none.',
    ),
    pullRequestEnvironment: namePart()
      .optional()
      .describe(
        'The environment, of this entry or not, in whose account and region pull requests are checked. Default: the first of the entry’s; it must be named where they are not all in one account and region.',
      ),
  })
  .refine(
    ({ connection, codecommit }) => !connection !== !codecommit,
    'must have either connection or codecommit, and not both',
  )
  .meta({ id: 'GitSource' });
