import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { changeAll } from '../change-code';
import { expectPublished, publishedVersions, servingBefore } from '../checks';
import type { LambdaContext } from '../context';
import { type Answer, callAlias } from '../functions';
import type { ReleasedFunction } from '../pipeline';
import { callsFor, isInProportion } from '../proportion';
import { approveVersions, canaryBegun, expectReleased } from '../release';

/** While some of the traffic has moved, callers of the alias are answered by both versions, by its weights; then by the new one. */
export async function canary(context: LambdaContext): Promise<void> {
  const { expect, terminal } = context;
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  await changeAll(context, pipeline, 'second');
  const release = await pushRelease(context, 'A second version');
  await approveVersions(context, release);
  const [one] = pipeline.functions as [ReleasedFunction];
  const [state] = await canaryBegun(context, release, [one]);
  if (!state) return;
  const { version, percent } = state.further;
  expect.equal(`the canary of ${one.name} is as configured`, `${percent} %`, `${one.firstPercent} %`);
  const calls = callsFor(percent);
  terminal.line(
    `  aws lambda invoke --function-name ${one.functionName} --qualifier ${pipeline.alias}, ${calls} times`,
  );
  const answers = await callAlias(pipeline, one, calls);
  const [ofNew, ofOld] = [countOf(answers, version), countOf(answers, state.version)];
  expect.that(
    `version ${version} answers about ${percent} % of ${calls} calls, and version ${state.version} all others`,
    isInProportion(ofNew, calls, percent) && ofNew + ofOld === calls,
    `${ofNew} by version ${version}, ${ofOld} by version ${state.version}`,
  );
  const published = await publishedVersions(pipeline, release.executionId);
  expectPublished(context, before, published, pipeline.functions);
  await expectReleased(context, { ...release, pipeline: { ...pipeline, approval: undefined } });
}

const countOf = (answers: readonly Answer[], version: string): number =>
  answers.filter((answer) => answer.version === version).length;
