import { pipelineName } from '../../../../handlers/contract/names';
import type { Diagnostic } from '../../../config/diagnostic';
import { identityOf } from '../../../config/identity';
import { type Path, printPath } from '../../../config/path';
import type { Ci } from '../uploads-model';
import { objectUsesOf, repositoryUsesOf, type SourcedPipeline } from './sourced-pipeline';

/**
 * Whoever may upload what a pipeline watches can start it. A role of a CI may push any tag of a repository, because IAM
 * knows no tags of ECR; so pipelines whose CIs trust different branches share neither repositories nor objects.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export function checkCiRoles(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  return pipelines.flatMap((each, index) => {
    const { ci } = each.sources;
    if (!ci) return [];
    return pipelines.slice(0, index).flatMap((other): Diagnostic[] => {
      if (!other.sources.ci || isSameTrust(ci, other.sources.ci)) return [];
      const [shared] = sharedWatches(each, other);
      return shared ? [differentBranches(each, other, shared)] : [];
    });
  });
}

/**
 * The pipelines without approval that an upload reaches from a branch which is trusted for another environment too. Of the
 * environments of an entry that trust one branch, the first may do without approval: it is where a release is tried.
 */
export function warnOfCiRoles(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  return pipelines.flatMap((each, index) => {
    if (each.pipeline.approval) return [];
    const other =
      pipelines.slice(0, index).find((one) => isReleasedBySameBranch(each, one)) ??
      pipelines.find((one) => isReachedUnnamed(each, one));
    return other ? [reachesUnapproved(each, other)] : [];
  });
}

const isReleasedBySameBranch = ({ pipeline, sources }: SourcedPipeline, other: SourcedPipeline): boolean =>
  pipeline.name === other.pipeline.name &&
  sources.ci !== undefined &&
  other.sources.ci !== undefined &&
  isSameTrust(sources.ci, other.sources.ci);

/** Whether the CI of another pipeline uploads what one watches that names no CI. */
const isReachedUnnamed = (each: SourcedPipeline, other: SourcedPipeline): boolean =>
  !each.sources.ci && other.sources.ci !== undefined && sharedWatches(each, other).length > 0;

const isSameTrust = (one: Ci, other: Ci): boolean =>
  one.url === other.url && one.repository === other.repository && one.branch === other.branch;

/** What an upload goes to, and where the file names it. */
interface Watched {
  /** As a sentence names it. */
  readonly what: string;
  /** Unique among what all pipelines watch. */
  readonly key: string;
  readonly at: Path;
}

/** What a pipeline watches; of images their repositories, whichever tags. */
function watchedBy(each: SourcedPipeline): Watched[] {
  const { account, region } = each.pipeline.environment;
  return [
    ...repositoryUsesOf(each)
      .filter(({ use }) => use.tag !== undefined)
      .map(({ use: { repository }, fieldAt }) => ({
        what: `ECR repository ${repository}`,
        key: `${account} ${region} ${repository}`,
        at: fieldAt('ecr'),
      })),
    ...objectUsesOf(each).map(({ use: { bucket, key }, fieldAt }) => ({
      what: `s3://${bucket}/${key}`,
      key: `s3://${bucket}/${key}`,
      at: fieldAt('s3'),
    })),
  ];
}

/** What of another pipeline one watches too, as the other names it. */
function sharedWatches(each: SourcedPipeline, other: SourcedPipeline): Watched[] {
  const own = new Set(watchedBy(each).map(({ key }) => key));
  return watchedBy(other).filter(({ key }) => own.has(key));
}

function differentBranches(each: SourcedPipeline, other: SourcedPipeline, shared: Watched): Diagnostic {
  const path = branchOf(each);
  const there = branchOf(other);
  const where =
    printPath(there) === printPath(path) ? `in ${other.pipeline.environment.name}` : `at ${printPath(there)}`;
  const rule = `differs from ${trusted(other)} ${where}, whose jobs could start ${nameOf(each)}: both watch ${shared.what} (${printPath(shared.at)}), and a role that pushes may push any tag. Put {environment} in its name, or trust one branch for both`;
  return { path, rule };
}

function reachesUnapproved(each: SourcedPipeline, other: SourcedPipeline): Diagnostic {
  const { name, environment } = each.pipeline;
  const [shared] = sharedWatches(each, other);
  const reach = shared
    ? `starts with ${nameOf(other)}, because both watch ${shared.what}`
    : `may be started by the jobs that start ${nameOf(other)}`;
  const rule = `${reach}: what ${trusted(other)} uploads is deployed here without approval. Set approval: true, or trust a branch of its own that only reviewed changes reach`;
  return { path: ['pipelines', name, 'environments', environment.name], part: 'key', rule };
}

const branchOf = ({ at, sources }: SourcedPipeline): Path => at([...(sources.ciField ?? []), 'branch']);

const nameOf = ({ pipeline }: SourcedPipeline): string => pipelineName(identityOf(pipeline));

const trusted = ({ sources: { ci } }: SourcedPipeline): string => `branch ${ci?.branch} of ${ci?.repository}`;
