import { startedByTag } from '../application';
import { expectRelease, pushTo } from '../release';
import type { Stage } from '../context';
import { nameLike } from '../../git/starting-push';

/** The commit that staging released is tagged, and goes to production once a person agrees. */
export async function tagged(stage: Stage): Promise<void> {
  const { workTree } = stage;
  const pipelines = startedByTag(stage.application);
  const tag = nameLike(pipelines[0]?.push.pattern ?? '', '1.0.0');
  const started = await pushTo(stage, pipelines, tag, () => workTree.pushTag(tag));
  const commit = await workTree.head();
  await Promise.all(
    [...started].map(([pipeline, executionId]) => expectRelease(stage, pipeline, executionId, commit)),
  );
}

/** Why nothing is tagged, if so. */
export function noTags({ application }: Stage): string | undefined {
  return startedByTag(application).length ? undefined : 'no pipeline of this application is started by a tag';
}
