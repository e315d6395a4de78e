import { knownExecutions } from '../../pipeline/executions';
import { noBranch, startedByBranch } from '../application';
import { pushAndShow } from '../release';
import type { Stage } from '../context';

/** Notes that no path filter counts are pushed: the remote evaluates the triggers before it answers, so there is nothing to wait for. */
export async function unwatched(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  const choosy = startedByBranch(application).filter(({ push }) => push.choosy);
  const file = unwatchedFile(stage) ?? '';
  const before = await Promise.all(choosy.map(knownExecutions));
  await workTree.write(file, 'Nothing that is deployed.\n');
  await workTree.commit('Write something down');
  await pushAndShow(stage, workTree.branch, () => workTree.push());
  for (const [index, pipeline] of choosy.entries())
    expect.equal(
      `a change of ${file} starts nothing in ${pipeline.name}`,
      String((await knownExecutions(pipeline)).size),
      String(before[index]?.size),
    );
}

/** Why every change starts the pipelines, if so. */
export function noPaths(stage: Stage): string | undefined {
  return noBranch(stage.application) ?? (unwatchedFile(stage) ? undefined : 'every file is watched');
}

/** A file that no pipeline watches that the branch starts. */
function unwatchedFile({ application }: Stage): string | undefined {
  const choosy = startedByBranch(application).filter(({ push }) => push.choosy);
  if (choosy.length === 0) return undefined;
  const candidates = ['NOTES.md', 'docs/notes.md', 'notes/rehearsal.txt'];
  return candidates.find((file) => !choosy.some(({ push }) => push.watches(file)));
}
