import type { PutApprovalResultInput, PutApprovalResultOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findAction, findPipeline, findStage } from '../find';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html */
export const putApprovalResult =
  (store: CodePipelineStore): Operation<PutApprovalResultInput, PutApprovalResultOutput> =>
  async (input, context) => {
    const given = checked(input, ['pipelineName', 'stageName', 'actionName', 'result', 'token'], {
      pipelineName: NAME,
      stageName: NAME,
      actionName: NAME,
    });
    const result = checked(given.result, ['summary', 'status'], {
      summary: { maximumLength: 512 },
      status: { among: ['Approved', 'Rejected'] },
    });
    const pipeline = findPipeline(store, context, given.pipelineName);
    const stage = findStage(pipeline, given.stageName);
    findAction(stage, given.actionName);
    const approval = store.state(context.caller.accountId, context.region).approvals.get(given.token);
    const belongs =
      approval?.run.execution.pipeline === pipeline &&
      approval.run.stageName === given.stageName &&
      approval.run.action.name === given.actionName;
    if (!approval || !belongs || approval.state === 'expired') {
      throw new AwsError('InvalidApprovalTokenException', 'The approval token is invalid or has expired.');
    }
    if (approval.state === 'answered') {
      throw new AwsError(
        'ApprovalAlreadyCompletedException',
        'The approval action has already been approved or rejected.',
      );
    }
    approval.answer({ ...result, by: context.caller.arn });
    return { approvedAt: store.context.clock.now() };
  };
