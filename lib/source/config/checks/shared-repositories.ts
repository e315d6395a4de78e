import type { Diagnostic } from '../../../config/diagnostic';
import { type Group, groupBy } from '../../../config/group-by';
import { type LocatedRepository, repositoryUsesOf, type SourcedPipeline } from './sourced-pipeline';

/** What it means that environments share a repository, once for each, at its first use in the file. */
export function noteSharedRepositories(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  const promotions = new Map(pipelines.map(({ pipeline, sources }) => [pipeline, sources.promotion?.from]));
  const uses = pipelines.flatMap(repositoryUsesOf);
  return groupBy(uses, ({ pipeline: { environment }, use }) =>
    [environment.account, environment.region, use.repository].join(' '),
  ).flatMap((same) => {
    const names = environmentsOf(same);
    if (names.length < 2) return [];
    const [{ use, fieldAt }] = same;
    const promoting = same.flatMap(({ pipeline }) => {
      const from = promotions.get(pipeline);
      return from === undefined
        ? []
        : [`${pipeline.environment.name} deploys what ${from} released of the same commit`];
    });
    const rule = `ECR repository ${use.repository} is shared by ${listed(names)}: ${meaning(same, promoting)}`;
    return [{ path: fieldAt('ecr'), rule }];
  });
}

function meaning(same: Group<LocatedRepository>, promoting: readonly string[]): string {
  const tags = [...new Set(same.flatMap(({ use: { tag } }) => tag ?? []))];
  if (tags.length === 1) return `a push of tag ${tags.join()} starts each of them. ${APART}`;
  if (tags.length > 1)
    return `whoever may push one of the tags ${listed(tags)} may push the others. ${APART}`;
  const trust = promoting.length > 0 ? `${listed(promoting)}, and so trusts whoever may release there` : '';
  const building = environmentsOf(same).length - promoting.length;
  if (building < 2) return trust;
  const builds = `the builds of each may push any tag of it, so that its tags prove nothing; each deploys the digest that its own build hands on`;
  return `${[builds, trust].filter(Boolean).join('; ')}. ${APART}`;
}

const APART = '{environment} in its name keeps them apart';

const environmentsOf = (uses: readonly LocatedRepository[]): string[] => [
  ...new Set(uses.map(({ pipeline }) => pipeline.environment.name)),
];

const listed = (texts: readonly string[]): string =>
  [texts.slice(0, -1).join(', '), texts.at(-1)].filter(Boolean).join(' and ');
