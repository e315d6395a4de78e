import { randomUUID } from 'node:crypto';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Approval, ApprovalDecision } from './pending-approval';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/** An approval without an answer fails after seven days, unless the action has a timeout of its own. */
const SEVEN_DAYS_IN_MINUTES = 7 * 24 * 60;

/**
 * Asks people and waits for PutApprovalResult.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export const manualApproval: ActionProvider = {
  type: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 0 },
  outputArtifacts: { minimum: 0, maximum: 0 },
  configuration: { NotificationArn: 'optional', CustomData: 'optional', ExternalEntityLink: 'optional' },
  timeoutInMinutes: SEVEN_DAYS_IN_MINUTES,
  run: ask,
};

async function ask(job: ActionJob): Promise<ActionOutcome> {
  const token = randomUUID();
  const approvals = job.store.approvals.in(job.execution.pipeline);
  const decision = new Promise<ApprovalDecision>((resolve) => {
    const approval: Approval = {
      run: job.run,
      state: 'open',
      answer(given) {
        approval.state = 'answered';
        resolve(given);
      },
    };
    approvals.set(token, approval);
    job.signal.addEventListener('abort', () => {
      if (approval.state === 'open') approval.state = 'expired';
    });
  });
  job.run.token = token;
  job.run.externalExecutionUrl = job.configuration.ExternalEntityLink;
  await notify(job, token);
  return conclude(job, await job.store.context.clock.waitFor(decision));
}

function conclude(job: ActionJob, { status, summary, by }: ApprovalDecision): ActionOutcome {
  job.run.updatedBy = by;
  job.run.summary = summary;
  if (status === 'Approved') return { summary };
  throw new ActionFailure('JobFailed', `Rejected by ${by}${summary ? `: ${summary}` : ''}`);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html */
async function notify(job: ActionJob, token: string): Promise<void> {
  const {
    NotificationArn: topic,
    CustomData: customData,
    ExternalEntityLink: externalEntityLink,
  } = job.configuration;
  if (!topic) return;
  const { name } = job.execution.pipeline;
  const consoleLink = `https://console.aws.amazon.com/codepipeline/home?region=${job.region}#/view/${name}`;
  const message = {
    region: job.region,
    consoleLink,
    approval: {
      pipelineName: name,
      stageName: job.run.stageName,
      actionName: job.action.name,
      token,
      expires: expiry(job),
      externalEntityLink,
      approvalReviewLink: `${consoleLink}/${job.run.stageName}/${job.action.name}/approve/${token}`,
      customData,
    },
  };
  const subject = `APPROVAL NEEDED: AWS CodePipeline ${name} for action ${job.action.name}`;
  const sns = new SNSClient(await job.identity());
  await sns.send(
    new PublishCommand({ TopicArn: topic, Subject: subject.slice(0, 100), Message: JSON.stringify(message) }),
  );
}

/** To the minute, `2016-07-07T20:22Z`. */
function expiry({ action, run }: ActionJob): string {
  const minutes = action.timeoutInMinutes ?? SEVEN_DAYS_IN_MINUTES;
  return `${new Date(run.startTime.getTime() + minutes * 60_000).toISOString().slice(0, 16)}Z`;
}
