import { groupByRepository } from '../../../rehearsal/git/group-by-repository';
import type { CommitsPipeline } from '../../../rehearsal/ecs-from-commits/pipeline';

interface PipelineOptions {
  readonly type?: 'branch' | 'tag';
  readonly pattern?: string;
  /** The key under `pipelines:`. */
  readonly entry?: string;
}

/** The parts by which pipelines are grouped, of one that starts from `acme/shop`. */
function pipeline(
  name: string,
  { type = 'branch', pattern = 'main', entry = 'shop' }: PipelineOptions = {},
): CommitsPipeline {
  return {
    name,
    identity: { prefix: 'acme', pipeline: entry, environment: 'test' },
    source: { repository: 'acme/shop', codeCommit: false },
    push: { type, pattern },
  } as CommitsPipeline;
}

const names = (pipelines: readonly CommitsPipeline[] = []) => pipelines.map(({ name }) => name);

test('staging by branch and production by tag are one application, wherever they are', () => {
  const tagged = pipeline('prd', { type: 'tag', pattern: 'v*' });
  const { applications, leftOut } = groupByRepository([tagged, pipeline('stg')]);
  expect(applications.map(({ pipelines }) => names(pipelines))).toEqual([['stg', 'prd']]);
  expect(leftOut).toEqual([]);
});

test('pipelines of another branch or entry of the same repository are left out by name', () => {
  const { applications, leftOut } = groupByRepository([
    pipeline('stg'),
    pipeline('dev', { pattern: 'develop' }),
    pipeline('other', { entry: 'other' }),
  ]);
  expect(applications.map(({ pipelines }) => names(pipelines))).toEqual([['stg']]);
  expect(leftOut).toEqual([
    'dev starts from acme/shop too, whose pushes are played for stg',
    'other starts from acme/shop too, whose pushes are played for stg',
  ]);
});
