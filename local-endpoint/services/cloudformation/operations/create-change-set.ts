import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { ChangeSet } from '../engine/change-set';
import { plan, type Plan } from '../engine/plan';
import { recordStack } from '../engine/record';
import { identityFor } from '../engine/run';
import { stackScope } from '../engine/scope';
import type { Stack } from '../engine/stack';
import type { Desired } from '../engine/desired';
import { findStack, newStack, type StackStore } from '../engine/store';
import { desiredFrom } from '../request/desired';
import { checkChangeSetName, checkStackName } from '../request/names';
import type { StackRequest } from '../request/request';
import { checkUpdatable } from '../request/state';

interface Input extends StackRequest {
  readonly ChangeSetName?: string;
  readonly ChangeSetType?: string;
  readonly Description?: string;
}

/**
 * Works out what a template would change, at once: the change set is complete, or has failed, when the answer comes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
export function createChangeSet(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const name = checkChangeSetName(input.ChangeSetName);
    const type = typeOf(input);
    const present = findStack(store, context, input.StackName ?? '');
    checkState(type, input, present);
    const stack = present ?? newStack(store, context, checkStackName(input.StackName), 'REVIEW_IN_PROGRESS');
    if (stack.changeSets.some((changeSet) => changeSet.name === name)) {
      throw new AwsError(
        'AlreadyExistsException',
        `ChangeSet ${name} cannot be created because it already exists`,
      );
    }
    const desired = await desiredFrom(store, stack, input);
    if (present === undefined) {
      store.stacks(stack.account, stack.region).push(stack);
      recordStack(store.context, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
    }
    const id = `arn:aws:cloudformation:${stack.region}:${stack.account}:changeSet/${name}/${randomUUID()}`;
    const created = store.context.clock.now();
    const outcome = await outcomeOf(store, stack, desired);
    stack.changeSets.push({ id, name, type, created, description: input.Description, desired, ...outcome });
    return { Id: id, StackId: stack.id };
  };
}

function typeOf({ ChangeSetType = 'UPDATE' }: Input): ChangeSet['type'] {
  if (ChangeSetType === 'CREATE' || ChangeSetType === 'UPDATE') return ChangeSetType;
  throw new AwsError(
    'ValidationError',
    `The local CloudFormation cannot create change sets of type ${ChangeSetType}`,
  );
}

function checkState(type: ChangeSet['type'], { StackName }: Input, stack: Stack | undefined): void {
  if (type === 'CREATE') {
    if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') return;
    throw new AwsError(
      'ValidationError',
      `Stack [${StackName}] already exists and cannot be created again with the changeSet [CREATE].`,
    );
  }
  if (stack === undefined) throw new AwsError('ValidationError', `Stack [${StackName}] does not exist`);
  checkUpdatable(stack);
}

type Outcome = Pick<ChangeSet, 'status' | 'reason' | 'executionStatus' | 'changes' | 'problems'>;

async function outcomeOf(store: StackStore, stack: Stack, desired: Desired): Promise<Outcome> {
  try {
    const identity = await identityFor(store.context, stack, desired.roleArn);
    return judge(
      await plan(store.context.resourceTypes, stack, desired, stackScope(store, stack, desired, identity)),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      status: 'FAILED',
      reason: error.message,
      executionStatus: 'UNAVAILABLE',
      changes: [],
      problems: [],
    };
  }
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

function judge({ changes, problems, otherwiseChanged }: Plan): Outcome {
  if (problems.length > 0) {
    const reason = problems.map(({ message }) => message).join('; ');
    return { status: 'FAILED', reason, executionStatus: 'UNAVAILABLE', changes, problems };
  }
  if (changes.length === 0 && !otherwiseChanged) {
    return { status: 'FAILED', reason: NO_CHANGES, executionStatus: 'UNAVAILABLE', changes, problems };
  }
  return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE', changes, problems };
}
