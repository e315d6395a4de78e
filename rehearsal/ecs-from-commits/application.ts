import type { StartingPush } from '../git/starting-push';
import type { PipelineGroup } from '../scenario';
import type { CommitsPipeline } from './pipeline';

/** The pipelines of one entry of the config, in whatever accounts and regions; those that a branch starts come first. */
export type CommitsApplication = PipelineGroup<CommitsPipeline>;

/**
 * Groups pipelines by the repository that they start from: one push may start several. Of a repository with several
 * entries, or several branches, the first is played and the others are left out.
 */
export function groupByRepository(pipelines: readonly CommitsPipeline[]): {
  applications: CommitsApplication[];
  leftOut: string[];
} {
  const groups = new Map<string, CommitsPipeline[]>();
  for (const pipeline of pipelines) {
    const key = `${pipeline.source.codeCommit} ${pipeline.source.repository}`;
    groups.set(key, [...(groups.get(key) ?? []), pipeline]);
  }
  const split = [...groups.values()].map(splitGroup);
  return {
    applications: split.map(({ played }) => ({ pipelines: played })),
    leftOut: split.flatMap(({ played, others }) => others.map((other) => reasonFor(other, played))),
  };
}

function splitGroup(members: readonly CommitsPipeline[]) {
  const ordered = [...members].sort((left, right) => rank(left) - rank(right));
  const entry = ordered.filter(({ identity }) => identity.pipeline === ordered[0]?.identity.pipeline);
  const first = (type: StartingPush['type']) => entry.find(({ push }) => push.type === type);
  const isPlayed = (pipeline: CommitsPipeline) =>
    entry.includes(pipeline) && pipeline.push.pattern === first(pipeline.push.type)?.push.pattern;
  return { played: ordered.filter(isPlayed), others: ordered.filter((pipeline) => !isPlayed(pipeline)) };
}

const rank = ({ push, approval }: CommitsPipeline) => (push.type === 'tag' ? 2 : 0) + (approval ? 1 : 0);

const reasonFor = ({ name, source }: CommitsPipeline, played: readonly CommitsPipeline[]): string =>
  `${name} starts from ${source.repository} too, whose pushes are played for ${played.map((each) => each.name).join(' and ')}`;

/** Those that a push of the branch starts. */
export const startedByBranch = ({ pipelines }: CommitsApplication): CommitsPipeline[] =>
  pipelines.filter(({ push }) => push.type === 'branch');

/** Those that a tag starts. */
export const startedByTag = ({ pipelines }: CommitsApplication): CommitsPipeline[] =>
  pipelines.filter(({ push }) => push.type === 'tag');

/** Why a step that pushes a branch is skipped. */
export const skipWithoutBranch = (application: CommitsApplication): string | undefined =>
  startedByBranch(application).length ? undefined : 'no pipeline of this application is started by a branch';
