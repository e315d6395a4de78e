import { startedByTag } from '../../git/group-by-repository';
import { nameMatching } from '../../git/starting-push';
import { startExecutions } from '../../pipeline/release';
import type { FleetContext } from '../context';
import { expectReleased } from '../release';

/** The commit that the branch released is tagged, and goes to production after an approval. */
export async function releaseByTag(context: FleetContext): Promise<void> {
  const { application, clone, terminal } = context;
  const pipelines = startedByTag(application);
  const tag = nameMatching(pipelines[0]?.push.pattern ?? '', '1.0.0');
  const started = await startExecutions(context, pipelines, async () => {
    terminal.line(`  git push origin ${tag}`);
    await clone.pushTag(tag);
  });
  const commit = await clone.head();
  await context.clock.together(started, ([pipeline, executionId]) =>
    expectReleased(context, { pipeline, commit, executionId }),
  );
}

export function skipWithoutTags({ application }: FleetContext): string | undefined {
  return startedByTag(application).length ? undefined : 'no pipeline of this application is started by a tag';
}
