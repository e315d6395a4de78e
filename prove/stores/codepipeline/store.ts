import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, type Store } from '../store';
import {
  getPipeline,
  getPipelineExecution,
  getPipelineState,
  listActionExecutions,
  listPipelineExecutions,
} from './describe';
import { failAction, startJob, succeedAction } from './flow';
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
  settle: (simulated) => continueActions(simulated) || timeOut(simulated) || answer(simulated),
  nextDue: ({ pipeline: { continuations, jobs, approvals = [] } }) =>
    earliest([
      ...approvals.map(({ due }) => due),
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

/** A person answers an approval. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html */
function answer(simulated: SimulatedAccount): boolean {
  const { pipeline, now } = simulated;
  const due = (pipeline.approvals ?? []).filter((one) => one.due <= now);
  if (due.length === 0) return false;
  pipeline.approvals = pipeline.approvals?.filter((one) => one.due > now);
  for (const { action } of due)
    if (pipeline.rejects) failAction(simulated, action, 'Rejected');
    else succeedAction(simulated, action);
  return true;
}
