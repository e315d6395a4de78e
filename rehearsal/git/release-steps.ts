import type { RehearsalContext } from '../context';
import { knownExecutions } from '../pipeline/executions';
import { startExecutions } from '../pipeline/release';
import type { GitPipeline } from './git-pipeline';
import { startedByBranch, startedByTag } from './group-by-repository';
import type { PlayedContext, PushedRelease } from './played-pipeline';
import { nameMatching } from './starting-push';

/** Approves where the pipeline asks for it, waits for the end and expects the commit to serve. */
type ExpectReleased<P extends GitPipeline, Context extends RehearsalContext> = (
  context: Context,
  release: PushedRelease<P>,
) => Promise<unknown>;

/** A step: the whole repository is pushed, and every pipeline that the branch starts releases it. */
export const firstPush =
  <P extends GitPipeline, Context extends PlayedContext<P>>(expectReleased: ExpectReleased<P, Context>) =>
  async (context: Context): Promise<void> => {
    const { application, clone, expect, terminal } = context;
    const pipelines = startedByBranch(application);
    const others = application.pipelines.filter((pipeline) => !pipelines.includes(pipeline));
    const before = await Promise.all(others.map(knownExecutions));
    if (pipelines.some(({ push }) => push.filtersPaths)) {
      await clone.commitNothing(); // of a branch that is new CodePipeline does not know which paths changed
      await clone.push();
    }
    const commit = await clone.commit('The first version');
    const started = await startExecutions(context, pipelines, async () => {
      terminal.line(`  git push origin ${clone.branch}`);
      await clone.push();
    });
    await context.clock.together(started, ([pipeline, executionId]) =>
      expectReleased(context, { pipeline, commit, executionId }),
    );
    for (const [index, other] of others.entries())
      expect.equal(
        `${other.name} was not started by ${clone.branch}`,
        String((await knownExecutions(other)).size),
        String(before[index]?.size),
      );
  };

/** A step: the commit that the branch released is tagged, and goes to production. */
export const pushTag =
  <P extends GitPipeline, Context extends PlayedContext<P>>(expectReleased: ExpectReleased<P, Context>) =>
  async (context: Context): Promise<void> => {
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
  };

/** Why a step that pushes a tag is skipped. */
export function skipWithoutTags<P extends GitPipeline>({
  application,
}: PlayedContext<P>): string | undefined {
  return startedByTag(application).length ? undefined : 'no pipeline of this application is started by a tag';
}
