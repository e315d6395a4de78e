import type { World } from '../../world/world';
import { earliest, type Store } from '../store';
import {
  getPipeline,
  getPipelineExecution,
  getPipelineState,
  listActionExecutions,
  listPipelineExecutions,
} from './describe';
import { failAction, startJob } from './flow';
import { putJobFailureResult, putJobSuccessResult } from './results';

/** CodePipeline, as far as it invokes functions and shows them what runs. */
export const codePipeline: Store = {
  operations: {
    GetPipeline: getPipeline,
    GetPipelineExecution: getPipelineExecution,
    GetPipelineState: getPipelineState,
    ListActionExecutions: listActionExecutions,
    ListPipelineExecutions: listPipelineExecutions,
    PutJobFailureResult: putJobFailureResult,
    PutJobSuccessResult: putJobSuccessResult,
  },
  settle: (world) => continueActions(world) || timeOut(world),
  nextDue: ({ pipeline: { continuations, jobs } }) =>
    earliest([
      ...continuations.map(({ due }) => due),
      ...jobs.filter(({ isClosed }) => !isClosed).map(({ until }) => until),
    ]),
};

function continueActions(world: World): boolean {
  const { pipeline, now } = world;
  const due = pipeline.continuations.filter((one) => one.due <= now);
  pipeline.continuations = pipeline.continuations.filter((one) => one.due > now);
  for (const { action, token } of due) startJob(world, action, token);
  return due.length > 0;
}

/** A function that has not answered for twenty minutes. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
function timeOut(world: World): boolean {
  const late = world.pipeline.jobs.filter(({ isClosed, until }) => !isClosed && until <= world.now);
  for (const job of late) {
    job.isClosed = true;
    failAction(world, job.action, 'The AWS Lambda function failed to return a result.');
  }
  return late.length > 0;
}
