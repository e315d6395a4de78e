import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { parseDocument } from 'yaml';
import { ended, failureOf } from '../../pipeline/execution';
import { startedByBranch } from '../application';
import { expectUnchanged } from '../checks';
import type { CommitPipeline } from '../deployed-pipeline';
import { lastLogLines } from '../build-log';
import { changeWatchedFile } from '../dockerfile';
import { pushTo } from '../release';
import type { Stage } from '../stage';

/** What the failing test says last. */
const LAST_LINE = 'not ok 1 - answers 200: expected 200, got 500';

/** A commit comes with a test that fails: the pipeline stops there, and tells what the test said. */
export async function failingTest(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  const pipelines = startedByBranch(application);
  const file = await checkedBy(pipelines[0] as CommitPipeline);
  const buildspec = parseDocument(await workTree.read(file));
  buildspec.addIn(['phases', 'build', 'commands'], `echo "${LAST_LINE}"; exit 1`);
  await workTree.write(file, buildspec.toString());
  await changeWatchedFile(stage);
  await workTree.commit('A change whose test fails');
  const started = await pushTo(stage, pipelines, workTree.branch, () => workTree.push());
  for (const [pipeline, executionId] of started) {
    const status = await ended(stage, pipeline, executionId);
    const failure = await failureOf(pipeline, executionId);
    expect.that(`${pipeline.name} stops at its test`, status === 'Failed', `${status}: ${failure}`);
    const lines = await lastLogLines(pipeline, executionId, 5);
    expect.that('the last lines of its log tell why', lines.join('\n').includes(LAST_LINE), failure);
    await expectUnchanged(stage, pipeline);
  }
  await workTree.revert();
}

/** Why no test can fail, if so. */
export function noChecks({ application }: Stage): string | undefined {
  const none = startedByBranch(application).some(({ projects }) => projects.checks.length === 0);
  return none ? 'the pipelines have no checks' : undefined;
}

/** The buildspec in the repository that the first check runs. */
async function checkedBy({ clients, projects }: CommitPipeline): Promise<string> {
  const names = projects.checks.slice(0, 1);
  const { projects: found } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return found?.[0]?.source?.buildspec ?? 'buildspec.yml';
}
