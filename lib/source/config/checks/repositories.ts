import { pipelineName, previousTag, servingTag } from '../../../../handlers/contract/names';
import { groupBy } from '../../../config/group-by';
import { checkLength } from '../../../config/checks/length';
import type { Diagnostic } from '../../../config/diagnostic';
import { identityOf } from '../../../config/identity';
import type { BasePipeline } from '../../../config/model';
import { MAX_EXCLUSIONS, MOVED_TAGS } from '../mutable-tags';
import { checkBuiltRepositories } from './built-repositories';
import { checkConsistency, type ResourceUse } from './consistent-use';
import { type LocatedRepository, repositoryUsesOf, type SourcedPipeline } from './sourced-pipeline';

/** Pipelines agree about repositories that they share, names and tags fit, and no tag is one that a release moves. */
export function checkRepositories(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  const repositories = pipelines.flatMap(repositoryUsesOf);
  return [
    ...checkConsistency(repositories.map(resourceUse), 'ECR repository'),
    ...checkBuiltRepositories(repositories),
    ...repositories.flatMap(checkLengths),
    ...pipelines.flatMap(repeatedImages),
    ...tooManyTags(repositories),
    ...protectingTags(
      pipelines.map(({ pipeline }) => pipeline),
      repositories,
    ),
  ];
}

function resourceUse({ pipeline: { environment }, use, fieldAt }: LocatedRepository): ResourceUse {
  const { repository, existing, untaggedExpiryDays, keep } = use;
  return {
    name: repository,
    environment,
    existing,
    existingAt: fieldAt('existing'),
    nameAt: fieldAt('ecr'),
    expiry: { days: untaggedExpiryDays, at: fieldAt('untaggedExpiry') },
    ...(keep !== undefined && { keep: { images: keep, at: fieldAt('keep') } }),
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
function checkLengths({ pipeline, use: { repository, tag }, fieldAt }: LocatedRepository): Diagnostic[] {
  const what = `for ${pipelineName(identityOf(pipeline))}`;
  return [
    ...checkLength(repository, 2, 256, `repository name ${what}`, fieldAt('ecr')),
    ...(tag === undefined ? [] : checkLength(tag, 1, 128, `tag ${what}`, fieldAt('tag'))),
  ];
}

/** Two images that a pipeline takes from the same tag would always be one. */
function repeatedImages(pipeline: SourcedPipeline): Diagnostic[] {
  const uploaded = repositoryUsesOf(pipeline).filter(({ use }) => use.tag !== undefined);
  return uploaded.flatMap(({ use, fieldAt }, index) => {
    const first = uploaded.findIndex(
      (other) => other.use.repository === use.repository && other.use.tag === use.tag,
    );
    if (first === index) return [];
    return [{ path: fieldAt('ecr'), rule: `is the same repository and tag as image ${first + 1}` }];
  });
}

/** Where an environment is hardened, the tags of the repositories that the factory makes there are immutable but for few. */
function tooManyTags(repositories: readonly LocatedRepository[]): Diagnostic[] {
  const owned = repositories.filter(({ use }) => !use.existing);
  const places = groupBy(owned, ({ pipeline: { environment }, use }) =>
    [environment.account, environment.region, use.repository].join(' '),
  );
  const hardened = new Set(
    repositories
      .filter(({ pipeline }) => pipeline.environment.hardened)
      .map(({ pipeline: { environment } }) => `${environment.account} ${environment.region}`),
  );
  const atMost = MAX_EXCLUSIONS - MOVED_TAGS.length;
  return places.flatMap((same) => {
    const [{ pipeline }] = same;
    if (!hardened.has(`${pipeline.environment.account} ${pipeline.environment.region}`)) return [];
    const tags = [...new Set(same.flatMap(({ use: { tag } }) => tag ?? []))].slice(atMost);
    return same
      .filter(({ use: { tag } }) => tag !== undefined && tags.includes(tag))
      .map(({ use: { repository }, fieldAt }) => ({
        path: fieldAt('tag'),
        rule: `is one tag too many of ECR repository ${repository}: where an environment is hardened, at most ${atMost} may start pipelines, because ECR makes so few exceptions from immutable tags`,
      }));
  });
}

/** A release moves its protecting tags; a pipeline started by those would start for ever. */
function protectingTags(
  pipelines: readonly BasePipeline[],
  repositories: readonly LocatedRepository[],
): Diagnostic[] {
  const kept = new Set(pipelines.map(identityOf).flatMap((one) => [servingTag(one), previousTag(one)]));
  return repositories.flatMap(({ use: { tag }, fieldAt }) =>
    tag !== undefined && kept.has(tag)
      ? [
          {
            path: fieldAt('tag'),
            rule: `must not be ${tag}: the factory keeps that tag for the image that serves`,
          },
        ]
      : [],
  );
}
