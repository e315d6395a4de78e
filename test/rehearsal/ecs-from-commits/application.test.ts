import { groupByRepository, notPlayed } from '../../../rehearsal/ecs-from-commits/application';
import type { CommitPipeline } from '../../../rehearsal/ecs-from-commits/deployed-pipeline';

/** What grouping goes by, of a pipeline of entry `shop` that a push of `main` to `acme/shop` starts. */
function pipeline(name: string, type: 'branch' | 'tag' = 'branch', pattern = 'main', entry = 'shop') {
  const identity = { prefix: 'acme', pipeline: entry, environment: 'test' };
  return {
    name,
    identity,
    repository: 'acme/shop',
    codeCommit: false,
    push: { type, pattern },
  } as CommitPipeline;
}

const names = (pipelines: readonly CommitPipeline[]) => pipelines.map(({ name }) => name);

test('staging by branch and production by tag are one application, wherever they are', () => {
  const [application, ...others] = groupByRepository([pipeline('prd', 'tag', 'v*'), pipeline('stg')]);
  expect(names(application?.pipelines ?? [])).toEqual(['stg', 'prd']);
  expect(others).toEqual([]);
});

test('what starts from the same repository by another branch, or is another entry, is left out by name', () => {
  const [application] = groupByRepository([
    pipeline('stg'),
    pipeline('dev', 'branch', 'develop'),
    pipeline('other', 'branch', 'main', 'other'),
  ]);
  expect(names(application?.pipelines ?? [])).toEqual(['stg']);
  expect(application && notPlayed(application)).toEqual([
    'dev starts from acme/shop too, whose pushes are played for stg',
    'other starts from acme/shop too, whose pushes are played for stg',
  ]);
});
