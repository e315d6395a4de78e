import { knownExecutions } from '../../pipeline/executions';
import { startedByBranch } from '../../git/group-by-repository';
import { skipWithoutBranch } from '../application';
import type { CommitsContext } from '../context';
import type { CommitsPipeline } from '../pipeline';
import { pushBranch } from '../release';

/** Pushes a file that no path filter includes. The remote evaluates triggers before it answers, so there is no wait. */
export async function unwatchedChange(context: CommitsContext): Promise<void> {
  const { clone, expect } = context;
  const pipelines = filteringPaths(context);
  const file = unwatchedFile(context) ?? '';
  const before = await Promise.all(pipelines.map(knownExecutions));
  await clone.write(file, 'Nothing that is deployed.\n');
  await clone.commit('Write something down');
  await pushBranch(context);
  for (const [index, pipeline] of pipelines.entries())
    expect.equal(
      `a change of ${file} starts nothing in ${pipeline.name}`,
      String((await knownExecutions(pipeline)).size),
      String(before[index]?.size),
    );
}

export function skipWithoutPathFilter(context: CommitsContext): string | undefined {
  return (
    skipWithoutBranch(context.application) ?? (unwatchedFile(context) ? undefined : 'every file is watched')
  );
}

const CANDIDATES = ['NOTES.md', 'docs/notes.md', 'notes/rehearsal.txt'];

/** A file whose change starts none of the pipelines of the branch. */
function unwatchedFile(context: CommitsContext): string | undefined {
  const pipelines = filteringPaths(context);
  if (pipelines.length === 0) return undefined;
  return CANDIDATES.find((file) => !pipelines.some(({ push }) => push.watches(file)));
}

const filteringPaths = ({ application }: CommitsContext): CommitsPipeline[] =>
  startedByBranch(application).filter(({ push }) => push.filtersPaths);
