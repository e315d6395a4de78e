import type { SimulatedAccount } from '../../simulated-account/simulated-account';
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
  settle: (simulated) => continueActions(simulated) || timeOut(simulated),
  nextDue: ({ pipeline: { continuations, jobs } }) =>
    earliest([
      ...continuations.map(({ due }) => due),
      ...jobs.filter(({ isClosed }) => !isClosed).map(({ until }) => until),
    ]),
};

function continueActions(simulated: SimulatedAccount): boolean {
  const { pipeline, now } = simulated;
  const due = pipeline.continuations.filter((one) => one.due <= now);
  pipeline.continuations = pipeline.continuations.filter((one) => one.due > now);
  for (const { action, token } of due) startJob(simulated, action, token);
  return due.length > 0;
}

/** A function that has not answered for twenty minutes. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
function timeOut(simulated: SimulatedAccount): boolean {
  const late = simulated.pipeline.jobs.filter(({ isClosed, until }) => !isClosed && until <= simulated.now);
  for (const job of late) {
    job.isClosed = true;
    failAction(simulated, job.action, 'The AWS Lambda function failed to return a result.');
  }
  return late.length > 0;
}
