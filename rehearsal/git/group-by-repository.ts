import type { RecordingPipeline } from '../pipeline/release-record';
import type { PipelineGroup } from '../scenario';
import type { GitPipeline } from './git-pipeline';
import type { StartingPush } from './starting-push';

/** A pipeline that commits start, with what it is grouped by. */
type CommitPipeline = GitPipeline & RecordingPipeline;

/**
 * Groups pipelines by the repository that they start from: one push may start several. Of a repository with several
 * entries, or several branches, the first is played and the others are left out.
 */
export function groupByRepository<P extends CommitPipeline>(
  pipelines: readonly P[],
): { applications: PipelineGroup<P>[]; leftOut: string[] } {
  const groups = new Map<string, P[]>();
  for (const pipeline of pipelines) {
    const key = `${pipeline.source.codeCommit} ${pipeline.source.repository}`;
    groups.set(key, [...(groups.get(key) ?? []), pipeline]);
  }
  const split = [...groups.values()].map((members) => splitGroup(members));
  return {
    applications: split.map(({ played }) => ({ pipelines: played })),
    leftOut: split.flatMap(({ played, others }) => others.map((other) => reasonFor(other, played))),
  };
}

function splitGroup<P extends CommitPipeline>(members: readonly P[]): { played: P[]; others: P[] } {
  const ordered = [...members].sort((left, right) => rank(left) - rank(right));
  const entry = ordered.filter(({ identity }) => identity.pipeline === ordered[0]?.identity.pipeline);
  const first = (type: StartingPush['type']) => entry.find(({ push }) => push.type === type);
  const isPlayed = (pipeline: P) =>
    entry.includes(pipeline) && pipeline.push.pattern === first(pipeline.push.type)?.push.pattern;
  return { played: ordered.filter(isPlayed), others: ordered.filter((pipeline) => !isPlayed(pipeline)) };
}

const rank = ({ push, approval }: CommitPipeline) => (push.type === 'tag' ? 2 : 0) + (approval ? 1 : 0);

const reasonFor = ({ name, source }: CommitPipeline, played: readonly CommitPipeline[]): string =>
  `${name} starts from ${source.repository} too, whose pushes are played for ${played.map((each) => each.name).join(' and ')}`;

/** Those that a push of the branch starts. */
export const startedByBranch = <P extends GitPipeline>({ pipelines }: PipelineGroup<P>): P[] =>
  pipelines.filter(({ push }) => push.type === 'branch');

/** Those that a tag starts. */
export const startedByTag = <P extends GitPipeline>({ pipelines }: PipelineGroup<P>): P[] =>
  pipelines.filter(({ push }) => push.type === 'tag');
